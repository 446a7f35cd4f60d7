package dev.hongyan.contracts.user;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Topics;

/// A fact about a person, published by user-service.
public sealed interface UserEvent extends DomainEvent
        permits UserRegistered,
                UserUpdated,
                SessionEnded,
                FriendRequested,
                FriendRequestAnswered,
                FriendshipChanged,
                BlockChanged {
    @Override
    @JsonIgnore
    default Topics topic() {
        return Topics.USER;
    }
}
