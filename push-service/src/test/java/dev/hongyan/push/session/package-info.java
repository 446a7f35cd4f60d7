@NullMarked
package dev.hongyan.push.session;

import org.jspecify.annotations.NullMarked;
