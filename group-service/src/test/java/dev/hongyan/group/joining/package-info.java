/// Tests of joining.
@NullMarked
package dev.hongyan.group.joining;

import org.jspecify.annotations.NullMarked;
