package dev.hongyan.group.member;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.group.Group;
import dev.hongyan.group.group.Member;
import dev.hongyan.group.group.MemberCursor;
import dev.hongyan.group.group.Membership;
import dev.hongyan.group.group.Membership.Acting;
import dev.hongyan.group.joining.JoinRequests;
import dev.hongyan.group.person.People;
import dev.hongyan.group.person.Profile;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Adds, removes, raises and mutes members.
@ApplicationScoped
class MemberService {
    private final Membership membership;
    private final JoinRequests requests;
    private final People people;

    @Inject
    MemberService(Membership membership, JoinRequests requests, People people) {
        this.membership = membership;
        this.requests = requests;
        this.people = people;
    }

    /// One page, and the cursor of the next or null.
    record Page(List<MemberView> items, @Nullable String next) {}

    @Transactional
    Page list(UUID group, UUID caller, MemberCursor after, int limit) {
        membership.look(group, caller);
        List<Member> found = membership.list(group, after, limit + 1);
        return found.size() <= limit
                ? new Page(views(found), null)
                : new Page(
                        views(found.subList(0, limit)),
                        MemberCursor.after(found.get(limit - 1)).text());
    }

    /// Adds people and answers how all of them stand. Refusals: people who do not exist (a violation), `forbidden`,
    /// `blocked`, `group-full`.
    Change<List<MemberView>> add(UUID group, UUID caller, Set<UUID> users) {
        people.require(users, "users");
        return QuarkusTransaction.requiringNew().call(() -> {
            Acting locked = membership.lock(group, caller);
            locked.requireMayInvite();
            people.refuseBlocked(caller, Membership.outsiders(membership.rows(group, users), users));
            List<EventEnvelope> events = new ArrayList<>(membership.add(locked.group(), users, caller));
            events.addAll(requests.settle(group, users, caller));
            Map<UUID, Member> rows = membership.rows(group, users);
            return new Change<>(views(users.stream().map(rows::get).toList()), events);
        });
    }

    /// Takes somebody out, or the caller himself: who was taken out before stays so, and that is told again. The last
    /// one who leaves dissolves the group.
    @Transactional
    List<EventEnvelope> remove(UUID group, UUID caller, UUID user) {
        if (user.equals(caller)) {
            return leave(group, caller);
        }
        Acting locked = membership.lock(group, caller);
        locked.require(locked.actor().isAdmin());
        Member target = membership.find(group, user).orElseThrow(MemberService::notFound);
        if (!target.isMember()) {
            return membership.tell(locked.group(), List.of(target));
        }
        locked.require(outranks(locked.actor(), target));
        return membership.remove(locked.group(), target, caller);
    }

    private List<EventEnvelope> leave(UUID id, UUID caller) {
        Optional<Group> ended = membership.lockEnded(id, caller);
        if (ended.isPresent()) {
            return membership.tell(ended.get(), List.of());
        }
        Group group = membership.lock(id);
        Member member = membership.find(id, caller).orElseThrow(Membership::notAMember);
        if (!member.isMember()) {
            return membership.tell(group, List.of(member));
        }
        if (member.isOwner()) {
            if (group.memberCount() > 1) {
                throw new ProblemException(ProblemCode.OWNER_MUST_STAY);
            }
            return membership.dissolve(group, caller);
        }
        return membership.remove(group, member, caller);
    }

    /// Gives somebody a role; that of the owner is handed over.
    @Transactional
    List<EventEnvelope> become(UUID group, UUID caller, UUID user, MemberRole role) {
        Acting locked = membership.lock(group, caller);
        locked.require(locked.actor().isOwner());
        Member target = member(group, user);
        if (target.role() == role) {
            return membership.tell(locked.group(), List.of(target));
        }
        if (target.isOwner()) {
            throw new ProblemException(ProblemCode.OWNER_MUST_STAY);
        }
        return role == MemberRole.OWNER
                ? membership.handOver(locked.group(), locked.actor(), target)
                : membership.become(locked.group(), target, role, caller);
    }

    /// Mutes somebody for so long from now on.
    @Transactional
    List<EventEnvelope> mute(UUID group, UUID caller, UUID user, Duration time) {
        Member target = subordinate(membership.lock(group, caller), user);
        Instant until = Instant.now().plus(time).truncatedTo(ChronoUnit.MILLIS);
        return membership.mute(target, until, caller);
    }

    @Transactional
    List<EventEnvelope> unmute(UUID group, UUID caller, UUID user) {
        Acting locked = membership.lock(group, caller);
        Member target = subordinate(locked, user);
        return target.mutedUntil() == null
                ? membership.tell(locked.group(), List.of(target))
                : membership.mute(target, null, caller);
    }

    /// Names somebody in this group, or no more (null).
    @Transactional
    MemberView call(UUID group, UUID caller, UUID user, @Nullable String nickname) {
        Acting locked = membership.lock(group, caller);
        boolean himself = user.equals(caller);
        locked.require(himself || locked.actor().isAdmin());
        Member target = member(group, user);
        locked.require(himself || outranks(locked.actor(), target));
        target.call(nickname);
        return views(List.of(target)).getFirst();
    }

    /// A member over whom the caller may dispose.
    private Member subordinate(Acting locked, UUID user) {
        locked.require(locked.actor().isAdmin());
        Member target = member(locked.group().id(), user);
        locked.require(outranks(locked.actor(), target));
        return target;
    }

    private Member member(UUID group, UUID user) {
        return membership.find(group, user).filter(Member::isMember).orElseThrow(MemberService::notFound);
    }

    /// Nobody outranks himself or the owner.
    private static boolean outranks(Member actor, Member target) {
        return switch (actor.role()) {
            case OWNER -> target.role() != MemberRole.OWNER;
            case ADMIN -> target.role() == MemberRole.MEMBER;
            case MEMBER -> false;
        };
    }

    private List<MemberView> views(Collection<Member> members) {
        Map<UUID, Profile> profiles =
                people.profiles(members.stream().map(Member::user).collect(Collectors.toSet()));
        return members.stream()
                .map(member -> MemberView.of(member, Objects.requireNonNull(profiles.get(member.user()))))
                .toList();
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemCode.NOT_FOUND);
    }
}
