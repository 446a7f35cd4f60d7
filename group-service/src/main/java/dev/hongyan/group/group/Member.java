package dev.hongyan.group.group;

import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How one person stands in a group. A mute outlives leaving and coming back, or that would be the way out of it.
@Entity
@IdClass(Member.Key.class)
public class Member {
    @Id
    private UUID groupId;

    @Id
    private UUID userId;

    private boolean member;
    private String role;
    private @Nullable Instant mutedUntil;
    private @Nullable String nickname;
    private Instant joinedAt;
    private UUID actor;
    private long version;
    private Instant updatedAt;

    record Key(UUID groupId, UUID userId) {}

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Member() {}

    @SuppressWarnings("NullAway.Init") // the rest is set by changedBy
    Member(UUID groupId, UUID userId, MemberRole role, UUID actor, long version) {
        this.groupId = groupId;
        this.userId = userId;
        this.member = true;
        this.role = text(role);
        changedBy(actor, version);
        this.joinedAt = updatedAt;
    }

    /// Who it is.
    public UUID user() {
        return userId;
    }

    /// Whether he is a member now.
    public boolean isMember() {
        return member;
    }

    /// As what; without a meaning for who is no member.
    public MemberRole role() {
        return MemberRole.valueOf(role.toUpperCase(Locale.ROOT));
    }

    /// Whether he may change the group and plain members.
    public boolean isAdmin() {
        return member && role() != MemberRole.MEMBER;
    }

    /// Whether the group is his.
    public boolean isOwner() {
        return member && role() == MemberRole.OWNER;
    }

    /// Until when he may not write, or null when he may.
    public @Nullable Instant mutedUntil() {
        return mutedUntil != null && mutedUntil.isAfter(Instant.now()) ? mutedUntil : null;
    }

    /// What he is called in this group, or null when by his name.
    public @Nullable String nickname() {
        return nickname;
    }

    /// Since when he has been a member without a break.
    public Instant joinedAt() {
        return joinedAt;
    }

    long version() {
        return version;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /// What others are told of him.
    public MemberChanged changed() {
        return new MemberChanged(groupId, userId, version, actor, member, role(), mutedUntil);
    }

    /// Names are the group's own affair: no version, no event.
    public void call(@Nullable String newNickname) {
        nickname = newNickname;
    }

    void join(UUID who, long nextVersion) {
        member = true;
        mutedUntil = mutedUntil();
        changedBy(who, nextVersion);
        joinedAt = updatedAt;
    }

    void leave(UUID who, long nextVersion) {
        member = false;
        role = text(MemberRole.MEMBER);
        nickname = null;
        changedBy(who, nextVersion);
    }

    /// A mute does not outlive becoming the owner: nobody could lift it.
    void become(MemberRole newRole, UUID who, long nextVersion) {
        role = text(newRole);
        mutedUntil = newRole == MemberRole.OWNER ? null : mutedUntil;
        changedBy(who, nextVersion);
    }

    void mute(@Nullable Instant until, UUID who, long nextVersion) {
        mutedUntil = until;
        changedBy(who, nextVersion);
    }

    private void changedBy(UUID who, long nextVersion) {
        actor = who;
        version = nextVersion;
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String text(MemberRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
