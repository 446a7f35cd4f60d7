/// Tests at the promised interfaces.
@NullMarked
package dev.hongyan.message.log;

import org.jspecify.annotations.NullMarked;
