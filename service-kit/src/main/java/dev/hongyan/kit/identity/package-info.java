/// Who is calling: tokens of people and services, the keys that verify them, and the sessions that have ended.
@NullMarked
package dev.hongyan.kit.identity;

import org.jspecify.annotations.NullMarked;
