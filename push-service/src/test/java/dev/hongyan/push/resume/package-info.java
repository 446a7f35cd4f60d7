@NullMarked
package dev.hongyan.push.resume;

import org.jspecify.annotations.NullMarked;
