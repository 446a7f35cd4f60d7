/// Tests of the local run's parts.
@NullMarked
package dev.hongyan.launcher;

import org.jspecify.annotations.NullMarked;
