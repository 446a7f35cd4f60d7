@NullMarked
package dev.hongyan.push;

import org.jspecify.annotations.NullMarked;
