/// Tests of the group to try the system with.
@NullMarked
package dev.hongyan.group.demo;

import org.jspecify.annotations.NullMarked;
