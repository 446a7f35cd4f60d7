/// What the tests of all services stand on: a real PostgreSQL, a real broker, and tokens that pass.
@NullMarked
package dev.hongyan.kit.testing;

import org.jspecify.annotations.NullMarked;
