/// Reading events: one loop a consumer, one transaction a poll, dead letters for what can never be applied.
@NullMarked
package dev.hongyan.kit.consume;

import org.jspecify.annotations.NullMarked;
