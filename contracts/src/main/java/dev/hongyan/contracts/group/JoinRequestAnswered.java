package dev.hongyan.contracts.group;

import java.util.UUID;

/// A request to join was answered. Becomes a notice in the `self` conversation of who had asked.
///
/// @param version of the request's row
/// @param user    who had asked
/// @param actor   who answered
public record JoinRequestAnswered(UUID group, UUID request, long version, UUID user, UUID actor, boolean accepted)
        implements GroupEvent {}
