/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.payment;

import org.jspecify.annotations.NullMarked;
