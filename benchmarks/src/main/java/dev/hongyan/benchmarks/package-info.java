/// What the system carries, measured over its sockets.
///
/// [Bench] starts the packaged programs and drives them with [Load]: an open loop, in which the latency of a message
/// counts from the instant at which it was planned, so that a system that stalls cannot slow its own measurement down.
/// The sockets are scanned, not parsed ([FrameScanner]), on one thread; what became of each message stands in the
/// [Ledger], which at the end is compared with the log ([LogCheck]). Beside the figures stand the ceilings of the same
/// machine in the same run ([ForwardCeiling], [CommitCeiling]), because only ratios travel from one machine to another.
@NullMarked
package dev.hongyan.benchmarks;

import org.jspecify.annotations.NullMarked;
