package dev.hongyan.group.member;

import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.group.Member;
import dev.hongyan.group.person.Profile;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A member as the others see him.
///
/// @param mutedUntil until when he may not write, or null
/// @param nickname   what he is called in this group, or null
@Schema(name = "Member")
record MemberView(
        Profile user,
        MemberRole role,
        @Nullable Instant mutedUntil,
        Instant joinedAt,
        @Nullable String nickname) {
    static MemberView of(Member member, Profile user) {
        return new MemberView(user, member.role(), member.mutedUntil(), member.joinedAt(), member.nickname());
    }
}
