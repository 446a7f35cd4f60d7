/// Tests at the promised interfaces.
@NullMarked
package dev.hongyan.message.sync;

import org.jspecify.annotations.NullMarked;
