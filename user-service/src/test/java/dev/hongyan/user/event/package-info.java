/// Tests of the events as the broker has them.
@NullMarked
package dev.hongyan.user.event;

import org.jspecify.annotations.NullMarked;
