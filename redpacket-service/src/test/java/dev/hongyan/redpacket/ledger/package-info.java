/// Tests of the feature.
@NullMarked
package dev.hongyan.redpacket.ledger;

import org.jspecify.annotations.NullMarked;
