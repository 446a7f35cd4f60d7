/// Tests of the people to try the system with.
@NullMarked
package dev.hongyan.user.demo;

import org.jspecify.annotations.NullMarked;
