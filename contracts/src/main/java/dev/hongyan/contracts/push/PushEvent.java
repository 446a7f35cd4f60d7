package dev.hongyan.contracts.push;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Topics;

/// Something that concerns those who are online now, and nobody later.
public sealed interface PushEvent extends DomainEvent
        permits PresenceChanged, TypingChanged, ReadMoved, PositionsMoved {
    @Override
    @JsonIgnore
    default Topics topic() {
        return Topics.PUSH;
    }

    @Override
    default long version() {
        return 0;
    }
}
