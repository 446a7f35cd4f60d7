package dev.hongyan.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// A fact in the past tense that carries the state it speaks of. Applying it twice, late or out of order must do no
/// harm: who applies it compares {@link #version()} with the version of the very row that the event names.
///
/// Each context permits its own events by a sealed interface (user, group, redpacket, push), so a consumer's switch is
/// exhaustive.
public interface DomainEvent {
    /// The topic the event is published on.
    @JsonIgnore
    Topics topic();

    /// The record key: events of one key keep their order on the way.
    @JsonIgnore
    String key();

    /// The version of the row the event speaks of; rises with every change of that row. Generation · 2^40 + n, where
    /// restoring a database raises the generation. Facts that are no state have version 0.
    long version();
}
