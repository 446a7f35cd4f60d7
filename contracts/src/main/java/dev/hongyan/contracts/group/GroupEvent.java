package dev.hongyan.contracts.group;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Topics;
import java.util.UUID;

/// A fact about a group, published by group-service. All events of one group have its id as their key.
public sealed interface GroupEvent extends DomainEvent
        permits GroupChanged, MemberChanged, JoinRequested, JoinRequestAnswered {
    /// The group, which is also the id of its conversation.
    UUID group();

    @Override
    @JsonIgnore
    default Topics topic() {
        return Topics.GROUP;
    }

    @Override
    @JsonIgnore
    default String key() {
        return group().toString();
    }
}
