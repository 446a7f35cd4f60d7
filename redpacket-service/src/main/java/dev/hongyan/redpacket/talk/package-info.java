/// What is asked of message-service, and what it is told: who may take part in a conversation, the messages that show
/// packets and transfers, and lines in the `self` conversations of users.
@NullMarked
package dev.hongyan.redpacket.talk;

import org.jspecify.annotations.NullMarked;
