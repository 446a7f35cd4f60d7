package dev.hongyan.message.rule;

import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What this service holds of somebody in a group.
record MemberState(
        long version,
        boolean member,
        MemberRole role,
        @Nullable Instant mutedUntil) {
    /// Of whom nothing is known: he has never been in.
    static final MemberState UNKNOWN = new MemberState(0, false, MemberRole.MEMBER, null);

    static MemberState of(MemberChanged change) {
        Instant until = change.mutedUntil();
        return new MemberState(
                change.version(),
                change.member(),
                change.role(),
                until == null ? null : until.truncatedTo(ChronoUnit.MILLIS));
    }

    /// What is told of somebody who becomes a member is told as of a plain one.
    MemberState beforeItIsTold() {
        return member ? this : UNKNOWN;
    }

    /// When he may write again; null when he may.
    @Nullable
    Instant silentUntil(Instant now) {
        return mutedUntil != null && mutedUntil.isAfter(now) ? mutedUntil : null;
    }
}
