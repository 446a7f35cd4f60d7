/// Tests of the edge, against services that are played by small servers.
@NullMarked
package dev.hongyan.gateway;

import org.jspecify.annotations.NullMarked;
