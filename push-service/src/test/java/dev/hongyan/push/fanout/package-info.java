@NullMarked
package dev.hongyan.push.fanout;

import org.jspecify.annotations.NullMarked;
