/// What travels on the socket: frames of clients, read strictly, and frames of the server, written as bytes.
@NullMarked
package dev.hongyan.push.frame;

import org.jspecify.annotations.NullMarked;
