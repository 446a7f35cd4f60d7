/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.transfer;

import org.jspecify.annotations.NullMarked;
