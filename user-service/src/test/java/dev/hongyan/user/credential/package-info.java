/// Tests over HTTP with a real PostgreSQL and a real broker. message-service is absent, so grants answer 202.
@NullMarked
package dev.hongyan.user.credential;

import org.jspecify.annotations.NullMarked;
