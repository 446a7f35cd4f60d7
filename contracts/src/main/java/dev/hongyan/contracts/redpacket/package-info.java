/// Facts about money that conversations show: red packets and transfers. They carry states, never whose shares are
/// whose.
@NullMarked
package dev.hongyan.contracts.redpacket;

import org.jspecify.annotations.NullMarked;
