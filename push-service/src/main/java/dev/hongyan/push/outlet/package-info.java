/// The way out: what waits for each socket, when it is written, and the bytes that many sockets share. Everything is
/// touched on the socket's own event loop only.
@NullMarked
package dev.hongyan.push.outlet;

import org.jspecify.annotations.NullMarked;
