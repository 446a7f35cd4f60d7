/// What a user has: balance, entries, limits of a day, the pay password, and the keys that make calls repeatable.
@NullMarked
package dev.hongyan.redpacket.wallet;

import org.jspecify.annotations.NullMarked;
