/// Tests of members.
@NullMarked
package dev.hongyan.group.member;

import org.jspecify.annotations.NullMarked;
