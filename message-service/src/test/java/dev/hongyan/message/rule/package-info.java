/// Tests at the promised interfaces.
@NullMarked
package dev.hongyan.message.rule;

import org.jspecify.annotations.NullMarked;
