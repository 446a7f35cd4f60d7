/// How a change leaves this service: by the outbox always, and by a synchronous call to message-service where it
/// decides who may write, so that the answer to the caller already holds there.
@NullMarked
package dev.hongyan.user.event;

import org.jspecify.annotations.NullMarked;
