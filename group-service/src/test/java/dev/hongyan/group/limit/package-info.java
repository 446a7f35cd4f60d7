/// Tests of how much one user may change.
@NullMarked
package dev.hongyan.group.limit;

import org.jspecify.annotations.NullMarked;
