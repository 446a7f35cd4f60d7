package dev.hongyan.group.group;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.person.People;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.MessageClient.Change;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes, finds, changes and dissolves groups.
@ApplicationScoped
public class GroupService {
    private final GroupRepository groups;
    private final MemberRepository members;
    private final Membership membership;
    private final People people;
    private final Versions versions;

    @Inject
    GroupService(
            GroupRepository groups, MemberRepository members, Membership membership, People people, Versions versions) {
        this.groups = groups;
        this.members = members;
        this.membership = membership;
        this.people = people;
        this.versions = versions;
    }

    /// Makes a group of that id. Refusals: members who do not exist (a violation), `blocked`, `group-full`.
    public Change<Group.View> create(UUID id, UUID creator, NewGroup command) {
        Set<UUID> all = new HashSet<>(command.others());
        all.add(creator);
        people.require(all, "members");
        all.remove(creator);
        return QuarkusTransaction.requiringNew().call(() -> {
            people.refuseBlocked(creator, all);
            Group group = new Group(id, groups.drawNumber(), creator, command, versions.first());
            List<EventEnvelope> events = membership.begin(group, creator, all);
            return new Change<>(group.view(MemberRole.OWNER), events);
        });
    }

    /// Whether there is or was a group of that id.
    @Transactional
    public boolean exists(UUID id) {
        return groups.findByIdOptional(id).isPresent();
    }

    @Transactional
    Group.View get(UUID id, UUID user) {
        return membership.look(id, user).view();
    }

    @Transactional
    List<Group.View> mine(UUID user, @Nullable UUID after, int limit) {
        return groups.listOf(user, after, limit).stream()
                .map(mine -> mine.group().view(mine.role()))
                .toList();
    }

    /// The group of that number, unless it is one that a stranger does not find.
    @Transactional
    Optional<Group.View> find(int number, UUID user) {
        return groups.findByNumber(number).flatMap(group -> {
            MemberRole role =
                    members.findMember(group.id(), user).map(Member::role).orElse(null);
            boolean shown = role != null || group.joinPolicy() != JoinPolicy.INVITATION;
            return shown ? Optional.of(group.view(role)) : Optional.empty();
        });
    }

    @Transactional
    Change<Group.View> change(UUID id, UUID user, GroupPatch patch) {
        return changeAsAdmin(id, user, group -> group.change(patch));
    }

    @Transactional
    Change<Group.View> announce(UUID id, UUID user, @Nullable String text) {
        return changeAsAdmin(id, user, group -> group.announce(text));
    }

    @Transactional
    Change<Group.View> muteAll(UUID id, UUID user, boolean muted) {
        return changeAsAdmin(id, user, group -> group.muteAll(muted));
    }

    @Transactional
    List<EventEnvelope> dissolve(UUID id, UUID user) {
        Optional<Group> ended = membership.lockEnded(id, user);
        if (ended.isPresent()) {
            return membership.tell(ended.get(), List.of());
        }
        Membership.Acting locked = membership.lock(id, user);
        locked.require(locked.actor().isOwner());
        return membership.dissolve(locked.group(), user);
    }

    private Change<Group.View> changeAsAdmin(UUID id, UUID user, Predicate<Group> change) {
        Membership.Acting locked = membership.lock(id, user);
        locked.require(locked.actor().isAdmin());
        Group group = locked.group();
        List<EventEnvelope> events = membership.change(group, user, change.test(group));
        return new Change<>(locked.view(), events);
    }
}
