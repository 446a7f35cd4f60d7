package dev.hongyan.group.group;

import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberRole;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A group. Its id is also that of its conversation.
@Entity(name = "ChatGroup") // "group" is a word of SQL and of the query language
@Table(name = "chat_group")
@SuppressWarnings("UnusedVariable") // some columns are read by SQL alone
public class Group {
    @Id
    private UUID id;

    private int number;
    private String name;
    private @Nullable String avatarUrl;
    private UUID owner;
    private String joinPolicy;
    private boolean membersMayInvite;
    private int memberCount;
    private @Nullable String announcement;
    private boolean mutedAll;
    private boolean dissolved;
    private UUID actor;
    private long version;
    private Instant createdAt;
    private Instant updatedAt;

    /// A group as a member sees it; who is none sees no announcement and has no role.
    ///
    /// @param number nine digits, to find it by
    @Schema(name = "Group")
    public record View(
            UUID id,
            int number,
            String name,
            @Nullable String avatarUrl,
            UUID owner,
            JoinPolicy joinPolicy,
            int memberCount,
            @Nullable String announcement,
            boolean mutedAll,
            @Nullable MemberRole myRole,
            Settings settings) {}

    /// What the admins have settled for a group.
    ///
    /// @param membersMayInvite whether plain members may add and invite others
    @Schema(name = "GroupSettings")
    public record Settings(boolean membersMayInvite) {}

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Group() {}

    Group(UUID id, int number, UUID owner, NewGroup command, long version) {
        this.id = id;
        this.number = number;
        this.name = command.name();
        this.avatarUrl = command.avatarUrl();
        this.owner = owner;
        this.joinPolicy = command.joinPolicy().text();
        this.membersMayInvite = true;
        this.actor = owner;
        this.version = version;
        this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = createdAt;
    }

    /// The group's id, which is also that of its conversation.
    public UUID id() {
        return id;
    }

    /// How one becomes a member without being added.
    public JoinPolicy joinPolicy() {
        return JoinPolicy.of(joinPolicy).orElseThrow();
    }

    /// Whether plain members may add and invite others.
    public boolean membersMayInvite() {
        return membersMayInvite;
    }

    /// Whether it is over, and was that user's to the end.
    boolean hasEndedAsOneOf(UUID user) {
        return dissolved && owner.equals(user);
    }

    /// How many members it has.
    public int memberCount() {
        return memberCount;
    }

    long version() {
        return version;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /// What somebody with that role sees, or who is no member (null).
    public View view(@Nullable MemberRole role) {
        return new View(
                id,
                number,
                name,
                avatarUrl,
                owner,
                joinPolicy(),
                memberCount,
                role == null ? null : announcement,
                mutedAll,
                role,
                new Settings(membersMayInvite));
    }

    /// What others are told of it.
    public GroupChanged changed() {
        return new GroupChanged(id, version, actor, name, avatarUrl, announcement, mutedAll, dissolved);
    }

    /// What is told of a new group.
    GroupChanged begun(List<UUID> founders) {
        return new GroupChanged(id, version, actor, name, avatarUrl, announcement, mutedAll, dissolved, founders);
    }

    /// More members, or fewer. Others count for themselves: no version.
    void count(int more) {
        memberCount += more;
    }

    /// The owner's own row tells of it: no version.
    void own(UUID newOwner) {
        owner = newOwner;
    }

    /// Takes a change over; whether it is one that others are told of.
    boolean change(GroupPatch patch) {
        joinPolicy =
                patch.joinPolicy() == null ? joinPolicy : patch.joinPolicy().text();
        membersMayInvite = patch.membersMayInvite() == null ? membersMayInvite : patch.membersMayInvite();
        String newName = patch.name() == null ? name : patch.name();
        String newAvatarUrl = patch.avatarGiven() ? patch.avatarUrl() : avatarUrl;
        boolean told = !newName.equals(name) || !Objects.equals(newAvatarUrl, avatarUrl);
        name = newName;
        avatarUrl = newAvatarUrl;
        return told;
    }

    boolean announce(@Nullable String text) {
        boolean told = !Objects.equals(announcement, text);
        announcement = text;
        return told;
    }

    boolean muteAll(boolean muted) {
        boolean told = mutedAll != muted;
        mutedAll = muted;
        return told;
    }

    boolean dissolve() {
        dissolved = true;
        return true;
    }

    /// Notes who has made a change that others are told of.
    void changedBy(UUID who, long nextVersion) {
        actor = who;
        version = nextVersion;
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
