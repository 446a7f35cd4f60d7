/// Strict JSON: no coercion between types, no text that the database or a client could not hold.
@NullMarked
package dev.hongyan.kit.json;

import org.jspecify.annotations.NullMarked;
