@NullMarked
package dev.hongyan.push.messagelog;

import org.jspecify.annotations.NullMarked;
