package dev.hongyan.message.model;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.contracts.message.AppendAnswer.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a group's log and members must be after the events and messages that came: as plain as it can be
/// said, in memory, without regard to speed.
final class ModelGroup {
    final UUID id;
    final Map<UUID, Member> members = new TreeMap<>();
    final List<Entry> log = new ArrayList<>();
    private long version;

    @Nullable
    String name;

    @Nullable
    String avatar;

    private @Nullable String announcement;
    private boolean mutedAll;
    private boolean dissolved;

    ModelGroup(UUID id) {
        this.id = id;
    }

    /// What stands under a number.
    ///
    /// @param message id of a text; null for a notice
    /// @param what    the event of a notice, or `text`
    /// @param whom    who came or went by a notice, or whom a text mentions, with null for all
    record Entry(@Nullable UUID message, @Nullable UUID sender, String what, Set<UUID> whom, boolean mentionsAll) {
        boolean isText() {
            return message != null;
        }

        boolean brings() {
            return Set.of("group-created", "member-joined", "member-added").contains(what);
        }

        boolean takesOut() {
            return Set.of("member-left", "member-removed", "group-dissolved").contains(what);
        }
    }

    /// The first and the last number of a stay.
    record Stay(long from, long to) {}

    /// Somebody of whom an event has told.
    static final class Member {
        long version;
        boolean in;
        long read;
        final List<Stay> stays = new ArrayList<>();
        private MemberRole role = MemberRole.MEMBER;
        private @Nullable Instant mutedUntil;

        boolean sees(long seq) {
            return stays.stream().anyMatch(stay -> stay.from() <= seq && seq <= stay.to());
        }

        private boolean muted() {
            return mutedUntil != null && mutedUntil.isAfter(Instant.now());
        }
    }

    /// Whether a call with these is taken: a group that has not begun begins with its founders.
    boolean takes(Collection<GroupChanged> states, Collection<MemberChanged> changes) {
        return dissolved
                || !log.isEmpty()
                || states.stream().anyMatch(state -> state.founders() != null)
                || come(news(changes)).isEmpty();
    }

    Member member(UUID user) {
        return members.getOrDefault(user, new Member());
    }

    long count() {
        return members.values().stream().filter(member -> member.in).count();
    }

    /// Grows whenever somebody comes or goes.
    long turns() {
        return members.values().stream()
                .mapToLong(member -> 2L * member.stays.size() - (member.in ? 1 : 0))
                .sum();
    }

    /// The last number that somebody may read.
    long headOf(UUID user) {
        Member member = member(user);
        return member.stays.isEmpty()
                ? 0
                : Math.min(log.size(), member.stays.getLast().to());
    }

    @Nullable
    Refused refusal(UUID sender) {
        Member member = member(sender);
        if (!member.in) {
            return new Refused(ProblemCode.NOT_A_MEMBER);
        }
        if (member.muted()) {
            return new Refused(ProblemCode.MUTED, member.mutedUntil);
        }
        return mutedAll && member.role == MemberRole.MEMBER ? new Refused(ProblemCode.MUTED_ALL) : null;
    }

    long append(Entry entry) {
        log.add(entry);
        return log.size();
    }

    /// The events of one call.
    void apply(Collection<GroupChanged> states, Collection<MemberChanged> changes) {
        if (dissolved) {
            return;
        }
        boolean begun = !log.isEmpty();
        applyStates(states, begun);
        Map<UUID, MemberChanged> newest = news(changes);
        List<MemberChanged> come = come(newest);
        List<MemberChanged> gone = those(newest, change -> !change.member() && member(change.user()).in);
        // That who makes a group is its owner needs no word.
        UUID creator = begun ? null : creator(states, come);
        if (begun) {
            tell(come, "member-joined", "member-added");
        } else if (!come.isEmpty()) {
            notice(creator, "group-created", users(come));
        }
        those(newest, change -> change.member() && !change.user().equals(creator))
                .forEach(change -> tellOfStanding(change, come.contains(change)));
        tell(gone, "member-left", "member-removed");
        newest.values().forEach(this::take);
        if (dissolved) {
            dissolve(states);
        }
    }

    private Map<UUID, MemberChanged> news(Collection<MemberChanged> changes) {
        Map<UUID, MemberChanged> newest = new TreeMap<>();
        for (MemberChanged change : changes) {
            if (change.version() > member(change.user()).version
                    && (!newest.containsKey(change.user())
                            || newest.get(change.user()).version() < change.version())) {
                newest.put(change.user(), change);
            }
        }
        return newest;
    }

    private List<MemberChanged> come(Map<UUID, MemberChanged> newest) {
        return those(newest, change -> change.member() && !member(change.user()).in);
    }

    private void applyStates(Collection<GroupChanged> states, boolean begun) {
        GroupChanged newest = newest(states);
        if (newest == null || newest.version() <= version) {
            return;
        }
        if (begun) {
            tellIf(!Objects.equals(name, newest.name()), newest, "group-renamed");
            tellIf(!Objects.equals(avatar, newest.avatarUrl()), newest, "avatar-changed");
            tellIf(!Objects.equals(announcement, newest.announcement()), newest, "announcement-changed");
            tellIf(mutedAll != newest.mutedAll(), newest, newest.mutedAll() ? "everyone-muted" : "everyone-unmuted");
        }
        version = newest.version();
        name = newest.name();
        avatar = newest.avatarUrl();
        announcement = newest.announcement();
        mutedAll = newest.mutedAll();
        dissolved = newest.dissolved();
    }

    private void tellIf(boolean changed, GroupChanged by, String what) {
        if (changed) {
            notice(by.actor(), what, Set.of());
        }
    }

    /// Those who did it themselves one by one, then the others, in one notice for each who did it to them.
    private void tell(List<MemberChanged> changed, String himself, String byAnother) {
        Map<UUID, List<MemberChanged>> others = new LinkedHashMap<>();
        for (MemberChanged change : changed) {
            if (change.user().equals(change.actor())) {
                notice(change.actor(), himself, Set.of(change.user()));
            } else {
                others.computeIfAbsent(Objects.requireNonNull(change.actor()), _ -> new ArrayList<>())
                        .add(change);
            }
        }
        others.forEach((actor, theirs) -> notice(actor, byAnother, users(theirs)));
    }

    private void tellOfStanding(MemberChanged change, boolean comes) {
        Member was = comes ? new Member() : member(change.user());
        if (change.role() == MemberRole.OWNER && was.role != MemberRole.OWNER) {
            notice(change.actor(), "owner-changed", Set.of());
        } else if (change.role() != was.role && was.role != MemberRole.OWNER) {
            notice(change.actor(), "role-changed", Set.of());
        }
        boolean muted = change.mutedUntil() != null && change.mutedUntil().isAfter(Instant.now());
        if (muted && !(was.muted() && Objects.equals(was.mutedUntil, change.mutedUntil()))) {
            notice(change.actor(), "member-muted", Set.of());
        } else if (!muted && was.muted()) {
            notice(change.actor(), "member-unmuted", Set.of());
        }
    }

    /// After the notices: a stay begins and ends with the one that names him.
    private void take(MemberChanged change) {
        Member member = members.computeIfAbsent(change.user(), _ -> new Member());
        if (change.member() != member.in) {
            long seq = lastNaming(change.user());
            if (change.member()) {
                member.stays.add(new Stay(seq, Long.MAX_VALUE));
                member.read = seq;
            } else {
                end(member, seq);
            }
        }
        member.version = change.version();
        member.in = change.member();
        member.role = change.role();
        member.mutedUntil = change.mutedUntil();
    }

    private void dissolve(Collection<GroupChanged> states) {
        Set<UUID> out = new TreeSet<>();
        members.forEach((user, member) -> {
            if (member.in) {
                out.add(user);
            }
        });
        if (out.isEmpty()) {
            return;
        }
        notice(actor(states).orElse(null), "group-dissolved", out);
        for (UUID user : out) {
            Member member = member(user);
            end(member, log.size());
            member.in = false;
            member.version++;
        }
    }

    private static void end(Member member, long seq) {
        Stay last = member.stays.removeLast();
        member.stays.add(new Stay(last.from(), seq));
    }

    private long lastNaming(UUID user) {
        for (int i = log.size() - 1; i >= 0; i--) {
            Entry entry = log.get(i);
            if (!entry.isText() && entry.whom().contains(user)) {
                return i + 1L;
            }
        }
        throw new IllegalStateException("no notice names " + user);
    }

    private void notice(@Nullable UUID actor, String what, Set<UUID> whom) {
        log.add(new Entry(null, actor, what, whom, false));
    }

    private static @Nullable GroupChanged newest(Collection<GroupChanged> states) {
        return states.stream()
                .max((one, other) -> Long.compare(one.version(), other.version()))
                .orElse(null);
    }

    private static @Nullable UUID creator(Collection<GroupChanged> states, List<MemberChanged> first) {
        return actor(states)
                .orElseGet(() -> first.stream()
                        .map(MemberChanged::actor)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    private static Optional<UUID> actor(Collection<GroupChanged> states) {
        return Optional.ofNullable(newest(states)).map(GroupChanged::actor);
    }

    private static Set<UUID> users(List<MemberChanged> changes) {
        return new TreeSet<>(changes.stream().map(MemberChanged::user).toList());
    }

    private static List<MemberChanged> those(Map<UUID, MemberChanged> changes, Predicate<MemberChanged> which) {
        return changes.values().stream().filter(which).toList();
    }
}
