@NullMarked
package dev.hongyan.push.outlet;

import org.jspecify.annotations.NullMarked;
