/// Tests at the promised interfaces.
@NullMarked
package dev.hongyan.message.conversation;

import org.jspecify.annotations.NullMarked;
