/// The pages for people: what Hongyan is, the reference of its calls and its socket, an explanation of each problem.
///
/// They are made once from the contracts on the class path, in Chinese and English, and held ready as bytes.
@NullMarked
package dev.hongyan.gateway.pages;

import org.jspecify.annotations.NullMarked;
