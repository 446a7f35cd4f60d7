/// The trace id that every log line, problem and event of one request bears.
@NullMarked
package dev.hongyan.kit.trace;

import org.jspecify.annotations.NullMarked;
