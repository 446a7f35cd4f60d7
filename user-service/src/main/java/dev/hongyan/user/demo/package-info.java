/// Three people to try the system with, when `hongyan.demo` says so.
@NullMarked
package dev.hongyan.user.demo;

import org.jspecify.annotations.NullMarked;
