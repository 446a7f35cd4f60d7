/// What the other services ask: the batch append, the pull of what somebody missed, heads, positions, access.
@NullMarked
package dev.hongyan.message.sync;

import org.jspecify.annotations.NullMarked;
