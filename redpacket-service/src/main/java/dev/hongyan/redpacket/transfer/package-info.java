/// Money from one person to another, which waits 24 hours until it is accepted or given back.
@NullMarked
package dev.hongyan.redpacket.transfer;

import org.jspecify.annotations.NullMarked;
