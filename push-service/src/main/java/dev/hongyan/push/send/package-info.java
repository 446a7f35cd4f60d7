/// From `send` to `sent`: one pipeline for each lane of message-service, with one call in flight.
@NullMarked
package dev.hongyan.push.send;

import org.jspecify.annotations.NullMarked;
