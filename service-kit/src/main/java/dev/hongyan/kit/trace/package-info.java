/// The trace that every log line, problem and event of one request belongs to, and its steps where they are recorded.
@NullMarked
package dev.hongyan.kit.trace;

import org.jspecify.annotations.NullMarked;
