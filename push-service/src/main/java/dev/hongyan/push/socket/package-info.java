/// The edge: who may open a socket, what a frame may look like, and how sockets come to their end.
@NullMarked
package dev.hongyan.push.socket;

import org.jspecify.annotations.NullMarked;
