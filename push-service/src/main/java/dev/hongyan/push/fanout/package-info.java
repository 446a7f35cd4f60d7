/// From the records of the log to the sockets, and the comparison of heads that finds what a record did not bring.
@NullMarked
package dev.hongyan.push.fanout;

import org.jspecify.annotations.NullMarked;
