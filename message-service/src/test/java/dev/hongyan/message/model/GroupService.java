package dev.hongyan.message.model;

import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What group-service does with one group: each change makes the events of one call, with the versions of their rows.
final class GroupService {
    final UUID group;
    /// All that it has ever told of the group, in order.
    final List<GroupEvent> told = new ArrayList<>();

    private final List<UUID> users;
    private final Random random;
    private final Map<UUID, MemberChanged> members = new TreeMap<>();
    private GroupChanged state;

    GroupService(UUID group, List<UUID> users, Random random) {
        this.group = group;
        this.users = users;
        this.random = random;
        this.state = new GroupChanged(group, 0, null, "", null, null, false, false);
    }

    boolean isDissolved() {
        return state.dissolved();
    }

    /// A group with an owner and some others.
    List<GroupEvent> create() {
        UUID owner = any(users);
        List<UUID> founders = users.stream()
                .filter(user -> user.equals(owner) || random.nextInt(3) == 0)
                .toList();
        List<GroupEvent> events = new ArrayList<>();
        events.add(told(description(owner, founders)));
        for (UUID user : founders) {
            MemberRole role = user.equals(owner) ? MemberRole.OWNER : MemberRole.MEMBER;
            events.add(next(owner, user, true, role, null));
        }
        return events;
    }

    /// Some change, whether it makes sense to people or not.
    List<GroupEvent> change() {
        UUID actor = any(users);
        UUID user = any(users);
        return switch (random.nextInt(14)) {
            case 0, 1 -> List.of(next(user, user, true, MemberRole.MEMBER, mute(user)));
            case 2, 3 -> several(actor, true);
            case 4, 5 -> List.of(next(user, user, false, role(user), mute(user)));
            case 6, 7 -> several(actor, false);
            case 8 -> List.of(next(actor, user, in(user), any(List.of(MemberRole.values())), mute(user)));
            case 9, 10 -> List.of(next(actor, user, in(user), role(user), anyMute()));
            case 11 -> List.of(describe(actor));
            case 12 ->
                List.of(told(new GroupChanged(
                        group,
                        state.version() + 1,
                        actor,
                        state.name(),
                        state.avatarUrl(),
                        state.announcement(),
                        !state.mutedAll(),
                        false)));
            default -> random.nextInt(4) == 0 ? dissolve(actor) : both(actor, user);
        };
    }

    private List<GroupEvent> several(UUID actor, boolean in) {
        List<GroupEvent> events = new ArrayList<>();
        for (UUID user : users) {
            if (random.nextInt(3) == 0) {
                events.add(next(actor, user, in, role(user), mute(user)));
            }
        }
        return events;
    }

    private List<GroupEvent> both(UUID actor, UUID user) {
        return List.of(describe(actor), next(actor, user, random.nextBoolean(), role(user), anyMute()));
    }

    private List<GroupEvent> dissolve(UUID actor) {
        return List.of(told(new GroupChanged(
                group,
                state.version() + 1,
                actor,
                state.name(),
                state.avatarUrl(),
                state.announcement(),
                state.mutedAll(),
                true)));
    }

    private GroupEvent describe(UUID actor) {
        return told(description(actor, null));
    }

    private GroupChanged description(UUID actor, @Nullable List<UUID> founders) {
        return new GroupChanged(
                group,
                state.version() + 1,
                actor,
                "name " + random.nextInt(3),
                random.nextBoolean() ? null : "/avatar/" + random.nextInt(3),
                random.nextBoolean() ? null : "text " + random.nextInt(3),
                state.mutedAll(),
                false,
                founders);
    }

    private GroupChanged told(GroupChanged next) {
        state = next;
        told.add(next);
        return next;
    }

    private GroupEvent next(UUID actor, UUID user, boolean in, MemberRole role, @Nullable Instant mutedUntil) {
        MemberChanged before = members.get(user);
        long version = before == null ? 1 : before.version() + 1;
        MemberChanged next = new MemberChanged(group, user, version, actor, in, role, mutedUntil);
        members.put(user, next);
        told.add(next);
        return next;
    }

    private boolean in(UUID user) {
        return members.containsKey(user) && members.get(user).member();
    }

    private MemberRole role(UUID user) {
        return members.containsKey(user) ? members.get(user).role() : MemberRole.MEMBER;
    }

    private @Nullable Instant mute(UUID user) {
        return members.containsKey(user) ? members.get(user).mutedUntil() : null;
    }

    /// Far enough from now in both directions not to end while the test looks.
    private @Nullable Instant anyMute() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return switch (random.nextInt(4)) {
            case 0 -> now.plusSeconds(36_000);
            case 1 -> now.minusSeconds(1);
            default -> null;
        };
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
