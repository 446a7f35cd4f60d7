/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.packet;

import org.jspecify.annotations.NullMarked;
