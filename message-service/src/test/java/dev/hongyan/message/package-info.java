/// What the tests of message-service share.
@NullMarked
package dev.hongyan.message;

import org.jspecify.annotations.NullMarked;
