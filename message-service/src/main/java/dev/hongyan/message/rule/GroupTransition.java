package dev.hongyan.message.rule;

import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.message.log.HeldConversations;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One group on its way from the state that is held to the state that the events tell of: writes the notices, which
/// are the difference, and gathers the rows. Who comes sees all notices but those before his own; who goes sees them
/// all, since the notices of those who go are the last.
final class GroupTransition {
    private final GroupChange change;
    private final GroupState before;
    private final GroupState after;
    private final Map<UUID, MemberState> known;
    private final HeldConversations log;
    private final Map<UUID, MemberRow> rows = new LinkedHashMap<>();
    private int gained;

    /// A member's row as it is to be.
    ///
    /// @param seq number of the notice that tells of his coming or going; 0 when he does neither
    record MemberRow(UUID group, UUID user, MemberState state, long seq) {}

    /// @param known of the members that the change names, those who have a row
    GroupTransition(GroupChange change, GroupState before, Map<UUID, MemberState> known, HeldConversations log) {
        this.change = change;
        this.before = before;
        this.after = before.after(change.state());
        this.known = known;
        this.log = log;
    }

    UUID group() {
        return change.group();
    }

    boolean changesGroup() {
        return after.version() > before.version();
    }

    /// Whether everybody is to be taken out, once the members' rows are written.
    boolean dissolves() {
        return after.dissolved();
    }

    /// Who did what the group's own change tells of.
    @Nullable
    UUID actor() {
        GroupChanged state = change.state();
        return state == null ? null : state.actor();
    }

    /// What is to be held of the group, with everybody in that is not yet taken out.
    GroupState after() {
        return after.counting(before.members() + gained);
    }

    List<MemberRow> rows() {
        return List.copyOf(rows.values());
    }

    /// @return false when the group cannot begin with this, and nothing of it may be kept
    boolean write() throws SQLException {
        boolean begun = log.hasBegun(group());
        List<MemberChanged> newer = change.members().stream()
                .filter(member -> member.version() > of(member).version())
                .toList();
        newer.forEach(member -> keep(member, 0));
        List<MemberChanged> joined = newer.stream()
                .filter(member -> member.member() && !of(member).member())
                .toList();
        List<MemberChanged> left = newer.stream()
                .filter(member -> !member.member() && of(member).member())
                .toList();
        gained = joined.size() - left.size();
        // That who makes a group is its owner needs no word.
        UUID creator = begun ? null : creator(joined);
        if (begun) {
            tellOfGroup();
            tell("member-joined", "member-added", joined);
        } else if (!joined.isEmpty()) {
            if (change.waitsForFounders()) {
                return false;
            }
            create(creator, joined);
        }
        for (MemberChanged member : newer) {
            if (member.member() && !member.user().equals(creator)) {
                tellOfStanding(member);
            }
        }
        tell("member-left", "member-removed", left);
        return true;
    }

    private MemberState of(MemberChanged member) {
        return known.getOrDefault(member.user(), MemberState.UNKNOWN);
    }

    private void keep(MemberChanged member, long seq) {
        rows.put(member.user(), new MemberRow(group(), member.user(), MemberState.of(member), seq));
    }

    private void tellOfGroup() throws SQLException {
        if (!Objects.equals(before.name(), after.name())) {
            log.write(group(), actor(), GroupNotices.renamed(after.name()), false);
        }
        if (!Objects.equals(before.avatarUrl(), after.avatarUrl())) {
            log.write(group(), actor(), GroupNotices.avatar(after.avatarUrl()), false);
        }
        if (!Objects.equals(before.announcement(), after.announcement())) {
            log.write(group(), actor(), GroupNotices.announcement(after.announcement()), false);
        }
        if (before.mutedAll() != after.mutedAll()) {
            log.write(group(), actor(), GroupNotices.mutedAll(after.mutedAll()), false);
        }
    }

    /// The first notice names the group as far as it is known: a member may be heard of before his group.
    private void create(@Nullable UUID creator, List<MemberChanged> first) throws SQLException {
        List<UUID> users = first.stream().map(MemberChanged::user).toList();
        long beginning = log.beginning(group());
        log.write(group(), creator, GroupNotices.created(after.name(), users), true);
        first.forEach(member -> keep(member, beginning));
    }

    private @Nullable UUID creator(List<MemberChanged> first) {
        return Stream.concat(
                        Stream.ofNullable(actor()),
                        first.stream().map(MemberChanged::actor).filter(Objects::nonNull))
                .findFirst()
                .orElse(null);
    }

    /// Each who did it himself in a notice of his own, the others in one for each who did it to them.
    private void tell(String himself, String byAnother, List<MemberChanged> changed) throws SQLException {
        Map<Optional<UUID>, List<MemberChanged>> byActor = new LinkedHashMap<>();
        for (MemberChanged member : changed) {
            if (member.user().equals(member.actor())) {
                tell(himself, member.actor(), List.of(member));
            } else {
                byActor.computeIfAbsent(Optional.ofNullable(member.actor()), _ -> new ArrayList<>())
                        .add(member);
            }
        }
        for (Map.Entry<Optional<UUID>, List<MemberChanged>> others : byActor.entrySet()) {
            tell(byAnother, others.getKey().orElse(null), others.getValue());
        }
    }

    private void tell(String event, @Nullable UUID actor, List<MemberChanged> changed) throws SQLException {
        List<UUID> users = changed.stream().map(MemberChanged::user).toList();
        long seq = log.write(group(), actor, GroupNotices.members(event, users), true);
        changed.forEach(member -> keep(member, seq));
    }

    /// That somebody is the owner no more is told by who is it now.
    private void tellOfStanding(MemberChanged member) throws SQLException {
        MemberState was = of(member).beforeItIsTold();
        MemberState is = MemberState.of(member);
        if (is.role() != was.role()) {
            if (is.role() == MemberRole.OWNER) {
                log.write(group(), member.actor(), GroupNotices.owner(member.user()), false);
            } else if (was.role() != MemberRole.OWNER) {
                log.write(group(), member.actor(), GroupNotices.role(member.user(), is.role()), false);
            }
        }
        if (!Objects.equals(was.silentUntil(log.now()), is.silentUntil(log.now()))) {
            log.write(group(), member.actor(), GroupNotices.muted(member.user(), is.silentUntil(log.now())), false);
        }
    }
}
