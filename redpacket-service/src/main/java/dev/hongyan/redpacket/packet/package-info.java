/// Red packets: made, put into a conversation, claimed, finished or given back.
///
/// `pending → active → finished`, `active → expired → refunded`, `pending → void`. While `pending` the money is
/// in escrow and the message is not in the conversation. Only active packets pay. Claims that meet are combined
/// into one transaction.
@NullMarked
package dev.hongyan.redpacket.packet;

import org.jspecify.annotations.NullMarked;
