/// The conversation log: the one way to store a message, to number it and to tell the world.
///
/// `MessageLog.append` → a `Lane` (one thread, one connection, one batch in flight) → `LogTransaction` (lock,
/// read, decide, write, commit) → answers → `RecordPublisher`. What a crash keeps from being published,
/// `OutboxSweeper` publishes from the log.
///
/// Invariants: numbers of a conversation are 1..n without gaps and are given under its row lock; nothing is
/// answered before the commit; an id in a conversation means one content of one sender for ever; the order of
/// locks is the rule lock, then conversations by id.
@NullMarked
package dev.hongyan.message.log;

import org.jspecify.annotations.NullMarked;
