/// Tests of groups.
@NullMarked
package dev.hongyan.group.group;

import org.jspecify.annotations.NullMarked;
