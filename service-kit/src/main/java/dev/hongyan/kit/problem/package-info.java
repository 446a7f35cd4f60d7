/// Refusals as RFC 9457 problems: one exception, one place that turns any failure into an answer, in the caller's
/// language.
@NullMarked
package dev.hongyan.kit.problem;

import org.jspecify.annotations.NullMarked;
