/// How many changes one user may make. A token bucket in memory: an instance counts for itself.
@NullMarked
package dev.hongyan.group.limit;

import org.jspecify.annotations.NullMarked;
