/// A service of a few lines, so that the kit is tested in one.
@NullMarked
package dev.hongyan.kit.probe;

import org.jspecify.annotations.NullMarked;
