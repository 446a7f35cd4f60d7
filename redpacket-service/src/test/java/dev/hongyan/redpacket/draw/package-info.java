/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.draw;

import org.jspecify.annotations.NullMarked;
