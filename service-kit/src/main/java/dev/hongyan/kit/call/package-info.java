/// Calls to services that may run several times.
@NullMarked
package dev.hongyan.kit.call;

import org.jspecify.annotations.NullMarked;
