/// The push service: it holds the sockets of the people who are online, carries what they send to message-service in
/// batches, and writes what the conversation log tells to every socket of a member.
///
/// Pushing is a hint that carries data: it may be lost, the pull from the log may not. All state of a session is
/// touched
/// on its own event loop only; what crosses loops are immutable values and two concurrent maps (users, conversations).
@NullMarked
package dev.hongyan.push;

import org.jspecify.annotations.NullMarked;
