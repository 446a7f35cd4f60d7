/// The transactional outbox.
///
/// **Purpose.** A change and the events that tell of it commit together, so neither exists without the other, whatever
/// process dies when. **Pattern.** `Outbox.append` inserts one row an event in the caller's transaction; after the
/// commit the publisher sends the events straight from memory and deletes the rows once the broker has acknowledged
/// them. **Sweeper.** What a crash left behind (rows older than two seconds) is published by one instance at a time,
/// chosen by an advisory lock; it holds no row lock while it sends. Never a watermark: ids become visible out of order.
/// **What it refuses.** It promises no order between events of different keys and may publish twice; consumers compare
/// versions, so both are harmless. **Shutdown.** The queue is given two seconds; the sweeper of the next start does
/// the rest.
@NullMarked
package dev.hongyan.kit.outbox;

import org.jspecify.annotations.NullMarked;
