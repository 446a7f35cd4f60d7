/// The description of the REST calls.
@NullMarked
package dev.hongyan.kit.openapi;

import org.jspecify.annotations.NullMarked;
