/// Ephemeral facts between the instances of push-service: presence, typing, moved positions. Losing one is harmless.
@NullMarked
package dev.hongyan.contracts.push;

import org.jspecify.annotations.NullMarked;
