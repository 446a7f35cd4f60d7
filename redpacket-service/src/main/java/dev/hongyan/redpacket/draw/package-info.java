/// The draw of a lucky packet: fixed before the first claim, provable after the last. Pure.
@NullMarked
package dev.hongyan.redpacket.draw;

import org.jspecify.annotations.NullMarked;
