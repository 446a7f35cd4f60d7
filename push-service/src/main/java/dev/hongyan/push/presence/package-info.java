/// What concerns only those who are online now: presence, typing, moved positions.
@NullMarked
package dev.hongyan.push.presence;

import org.jspecify.annotations.NullMarked;
