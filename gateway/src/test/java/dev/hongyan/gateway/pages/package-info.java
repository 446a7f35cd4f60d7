/// Tests of the pages.
@NullMarked
package dev.hongyan.gateway.pages;

import org.jspecify.annotations.NullMarked;
