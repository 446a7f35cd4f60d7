@NullMarked
package dev.hongyan.push.socket;

import org.jspecify.annotations.NullMarked;
