@NullMarked
package dev.hongyan.push.presence;

import org.jspecify.annotations.NullMarked;
