/// How much one caller may ask for. Token buckets in memory: an instance counts for itself.
@NullMarked
package dev.hongyan.user.limit;

import org.jspecify.annotations.NullMarked;
