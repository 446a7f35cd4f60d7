/// Tests over HTTP with a real PostgreSQL and a real broker. The services next to it are played by a small server that
/// answers who people are, writes down which events it is given, and can be away.
@NullMarked
package dev.hongyan.redpacket;

import org.jspecify.annotations.NullMarked;
