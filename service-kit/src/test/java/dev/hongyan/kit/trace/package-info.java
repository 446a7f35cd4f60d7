@NullMarked
package dev.hongyan.kit.trace;

import org.jspecify.annotations.NullMarked;
