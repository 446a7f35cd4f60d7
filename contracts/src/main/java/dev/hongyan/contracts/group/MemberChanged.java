package dev.hongyan.contracts.group;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How one user stands in a group: whether he is a member, as what, and whether he may write. What has changed is
/// found by comparing with the state before: who was none and is one has joined, and so on.
///
/// @param version    of this member's row; rows are never deleted, having left is a state
/// @param actor      who did it: the user himself when he joined or left, another one when he was added or removed;
///                   null when nobody did
/// @param mutedUntil until when he may not write; null or a time in the past: he may
public record MemberChanged(
        UUID group,
        UUID user,
        long version,
        @Nullable UUID actor,
        boolean member,
        MemberRole role,
        @Nullable Instant mutedUntil)
        implements GroupEvent {}
