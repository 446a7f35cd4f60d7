/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.wallet;

import org.jspecify.annotations.NullMarked;
