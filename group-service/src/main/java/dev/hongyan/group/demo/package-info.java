/// A group to try the system with, when `hongyan.demo` says so.
@NullMarked
package dev.hongyan.group.demo;

import org.jspecify.annotations.NullMarked;
