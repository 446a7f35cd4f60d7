/// Rules of persons: friendships, blocks, profiles. Projections of what user-service owns, changed by its events.
///
/// One `apply` serves the synchronous call and the consumer. A row is overwritten by a higher version only, so
/// repeats, swaps and replays are harmless. Rules are written while the rule lock is held exclusively: when the
/// call answers, every append that had not seen the rule has ended.
@NullMarked
package dev.hongyan.message.rule;

import org.jspecify.annotations.NullMarked;
