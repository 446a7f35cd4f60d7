/// Rules: friendships, blocks and profiles, which user-service owns, groups and their members, which group-service
/// owns.
/// Projections, changed by the events of these two.
///
/// One `apply` serves the synchronous call and the consumer. A row is overwritten by a higher version only, so
/// repeats, swaps and replays are harmless. Rules of persons are written while the rule lock is held exclusively, those
/// of a group while the row of its conversation is held: when the call answers, every append that had not seen the
/// rule has ended. What the notices of a group tell is the difference between the state held and the state in the
/// event, in the same transaction, so that it is told once.
@NullMarked
package dev.hongyan.message.rule;

import org.jspecify.annotations.NullMarked;
