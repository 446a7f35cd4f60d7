package dev.hongyan.group.group;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of a group and of its members, for the commands of all features: always in the transaction of the
/// command, and written only with the group locked.
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Membership {
    private final GroupRepository groups;
    private final MemberRepository members;
    private final Outbox outbox;
    private final Versions versions;
    private final GroupLimits limits;

    /// A group, and the member of it who acts.
    public record Acting(Group group, Member actor) {
        /// Ends the request with 403 unless that holds.
        public void require(boolean allowed) {
            if (!allowed) {
                throw new ProblemException(ProblemCode.FORBIDDEN);
            }
        }

        /// The group as he sees it.
        public Group.View view() {
            return group.view(actor.role());
        }

        /// Ends the request with 403 when plain members may not bring others in and he is one.
        public void requireMayInvite() {
            require(group.membersMayInvite() || actor.isAdmin());
        }
    }

    @Inject
    Membership(GroupRepository groups, MemberRepository members, Outbox outbox, Versions versions, GroupLimits limits) {
        this.groups = groups;
        this.members = members;
        this.outbox = outbox;
        this.versions = versions;
        this.limits = limits;
    }

    /// Locks a group until the transaction ends; 404 when it is absent or dissolved.
    public Group lock(UUID group) {
        return groups.lock(group).orElseThrow(Membership::notAMember);
    }

    /// Locks a group on behalf of a member of it; who is none gets the same 404.
    public Acting lock(UUID group, UUID user) {
        return acting(lock(group), user);
    }

    /// Locks a group that is over, for who was its owner to the end: what was answered with 202 he may
    /// repeat, and so have told again. Empty in every other case.
    public Optional<Group> lockEnded(UUID group, UUID owner) {
        return groups.lockAny(group).filter(ended -> ended.hasEndedAsOneOf(owner));
    }

    /// The same without a lock, to read.
    public Acting look(UUID group, UUID user) {
        return acting(groups.find(group).orElseThrow(Membership::notAMember), user);
    }

    private Acting acting(Group group, UUID user) {
        return new Acting(group, members.findMember(group.id(), user).orElseThrow(Membership::notAMember));
    }

    /// A person's row, whether he is a member or was one.
    public Optional<Member> find(UUID group, UUID user) {
        return members.find(group, user);
    }

    /// A page of the members.
    public List<Member> list(UUID group, MemberCursor after, int limit) {
        return members.list(group, after, limit);
    }

    /// The rows of these people, by their ids.
    public Map<UUID, Member> rows(UUID group, Collection<UUID> users) {
        return members.listRows(group, users);
    }

    /// The owner and the admins, as many as a group may have.
    public List<UUID> admins(UUID group) {
        return members.listAdmins(group, limits.leaders());
    }

    /// Makes a new group with its first members.
    ///
    /// @return its own event alone, which names them all: what message-service has to know before the answer.
    ///     A thousand more would say the same again
    List<EventEnvelope> begin(Group group, UUID owner, Set<UUID> others) {
        limits.admitMembers(1 + others.size());
        groups.persist(group);
        group.count(1 + others.size());
        List<Member> rows = Stream.concat(
                        Stream.of(new Member(group.id(), owner, MemberRole.OWNER, owner, versions.first())),
                        others.stream()
                                .map(user -> new Member(group.id(), user, MemberRole.MEMBER, owner, versions.first())))
                .toList();
        members.persist(rows);
        GroupChanged begun = group.begun(rows.stream().map(Member::user).toList());
        List<EventEnvelope> all =
                append(Stream.concat(Stream.of(begun), rows.stream().map(Member::changed)));
        return all.subList(0, 1);
    }

    /// Makes those of them members who are none, and tells how all of them stand: what an earlier call told
    /// of the others may not have arrived. When all of them are members already, nothing changes.
    ///
    /// @param actor who adds them, or the one himself who joins
    public List<EventEnvelope> add(Group group, Set<UUID> users, UUID actor) {
        Map<UUID, Member> rows = new LinkedHashMap<>(members.listRows(group.id(), users));
        Set<UUID> joining = outsiders(rows, users);
        if (joining.isEmpty()) {
            return tell(group, rows.values());
        }
        limits.admitMembers(group.memberCount() + joining.size());
        for (UUID user : joining) {
            rows.put(user, join(group, user, rows.get(user), actor));
        }
        group.count(joining.size());
        return append(rows.values().stream().map(Member::changed));
    }

    /// Those of the users who are no members, given the rows that there are.
    public static Set<UUID> outsiders(Map<UUID, Member> rows, Set<UUID> users) {
        return users.stream()
                .filter(user -> {
                    Member row = rows.get(user);
                    return row == null || !row.isMember();
                })
                .collect(Collectors.toSet());
    }

    /// Takes a member out.
    public List<EventEnvelope> remove(Group group, Member member, UUID actor) {
        member.leave(actor, versions.next(member.version()));
        group.count(-1);
        return append(Stream.of(member.changed()));
    }

    /// Gives a member another role, but not that of the owner.
    public List<EventEnvelope> become(Group group, Member member, MemberRole role, UUID actor) {
        if (role == MemberRole.ADMIN) {
            limits.admitAdmin(members.countAdmins(group.id()));
        }
        member.become(role, actor, versions.next(member.version()));
        return append(Stream.of(member.changed()));
    }

    /// Hands the group over. At no moment there are two owners: the table forbids it.
    public List<EventEnvelope> handOver(Group group, Member owner, Member heir) {
        owner.become(MemberRole.MEMBER, owner.user(), versions.next(owner.version()));
        members.flush();
        heir.become(MemberRole.OWNER, owner.user(), versions.next(heir.version()));
        group.own(heir.user());
        return append(Stream.of(heir.changed(), owner.changed()));
    }

    /// Mutes a member until then, or lets him write again (null).
    public List<EventEnvelope> mute(Member member, @Nullable Instant until, UUID actor) {
        member.mute(until, actor, versions.next(member.version()));
        return append(Stream.of(member.changed()));
    }

    /// Ends the group; nobody is a member any more, though no row of a member changes.
    public List<EventEnvelope> dissolve(Group group, UUID actor) {
        return change(group, actor, group.dissolve());
    }

    /// Tells of a change of the group's own row, or again how it stands.
    ///
    /// @param changed whether something did that others are told of
    List<EventEnvelope> change(Group group, UUID actor, boolean changed) {
        if (changed) {
            group.changedBy(actor, versions.next(group.version()));
        }
        return append(Stream.of(group.changed()));
    }

    /// Tells, maybe again, how the group and these people stand.
    public List<EventEnvelope> tell(Group group, Collection<Member> rows) {
        return append(Stream.concat(Stream.of(group.changed()), rows.stream().map(Member::changed)));
    }

    /// What a caller gets who asks for a group that is none, or none of his.
    public static ProblemException notAMember() {
        return new ProblemException(ProblemCode.NOT_A_MEMBER);
    }

    private Member join(Group group, UUID user, @Nullable Member row, UUID actor) {
        if (row == null) {
            Member member = new Member(group.id(), user, MemberRole.MEMBER, actor, versions.first());
            members.persist(member);
            return member;
        }
        row.join(actor, versions.next(row.version()));
        return row;
    }

    private List<EventEnvelope> append(Stream<? extends DomainEvent> events) {
        return outbox.append(events.toArray(DomainEvent[]::new));
    }
}
