@NullMarked
package dev.hongyan.push.send;

import org.jspecify.annotations.NullMarked;
