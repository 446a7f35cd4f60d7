/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.operator;

import org.jspecify.annotations.NullMarked;
