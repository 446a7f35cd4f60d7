/// Friend requests, friends and blocks.
///
/// Every change between two people locks both of their account rows first (in the order of the ids), so changes between
/// the same two come one after the other, whatever they are. A change that is asked for again writes its event again:
/// the synchronous call of the first time may have failed, and the answer to the second must hold at message-service.
@NullMarked
package dev.hongyan.user.contact;

import org.jspecify.annotations.NullMarked;
