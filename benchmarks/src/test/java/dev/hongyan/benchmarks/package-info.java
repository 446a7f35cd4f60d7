/// Tests of the instruments: a measurement is worth what they are.
@NullMarked
package dev.hongyan.benchmarks;

import org.jspecify.annotations.NullMarked;
