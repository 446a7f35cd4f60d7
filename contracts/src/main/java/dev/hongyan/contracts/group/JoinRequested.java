package dev.hongyan.contracts.group;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Someone asked to join a group. Becomes a notice in the `self` conversation of each who may answer.
///
/// @param version    of the request's row
/// @param message    what he wrote along, or null
/// @param recipients the owner and the admins at that time
public record JoinRequested(
        UUID group,
        UUID request,
        long version,
        UUID user,
        @Nullable String message,
        List<UUID> recipients) implements GroupEvent {}
