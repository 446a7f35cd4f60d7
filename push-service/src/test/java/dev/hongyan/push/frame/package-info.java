@NullMarked
package dev.hongyan.push.frame;

import org.jspecify.annotations.NullMarked;
