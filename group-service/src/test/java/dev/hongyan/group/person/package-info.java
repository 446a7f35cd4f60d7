/// Tests of what is known of people.
@NullMarked
package dev.hongyan.group.person;

import org.jspecify.annotations.NullMarked;
