package dev.hongyan.message;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A group as group-service would tell of it: each verb brings the events of one call.
public final class TestGroup {
    private final UUID id = Ids.v7();
    private final Map<UUID, MemberChanged> members = new HashMap<>();
    private GroupChanged state;

    private TestGroup(UUID owner, List<UUID> founders) {
        state = new GroupChanged(id, World.nextVersion(), owner, "climbers", null, null, false, false, founders);
    }

    /// A group of the owner and the others, which this service knows.
    public static TestGroup of(UUID owner, UUID... others) {
        List<UUID> founders = Stream.concat(Stream.of(owner), Stream.of(others)).toList();
        TestGroup group = new TestGroup(owner, founders);
        List<DomainEvent> events = new ArrayList<>();
        events.add(group.state);
        events.add(group.member(owner, owner, true, MemberRole.OWNER, null));
        for (UUID other : others) {
            events.add(group.member(owner, other, true, MemberRole.MEMBER, null));
        }
        World.applied(events.toArray(DomainEvent[]::new));
        return group;
    }

    public UUID id() {
        return id;
    }

    public void join(UUID user) {
        World.applied(member(user, user, true, MemberRole.MEMBER, null));
    }

    public void add(UUID actor, UUID... users) {
        DomainEvent[] events = new DomainEvent[users.length];
        for (int i = 0; i < users.length; i++) {
            events[i] = member(actor, users[i], true, MemberRole.MEMBER, null);
        }
        World.applied(events);
    }

    public void leave(UUID user) {
        World.applied(member(user, user, false, MemberRole.MEMBER, null));
    }

    public void remove(UUID actor, UUID... users) {
        DomainEvent[] events = new DomainEvent[users.length];
        for (int i = 0; i < users.length; i++) {
            events[i] = member(actor, users[i], false, MemberRole.MEMBER, null);
        }
        World.applied(events);
    }

    public void role(UUID actor, UUID user, MemberRole role) {
        World.applied(member(actor, user, true, role, null));
    }

    public void mute(UUID actor, UUID user, @Nullable Instant until) {
        World.applied(member(actor, user, true, role(user), until));
    }

    public void muteAll(UUID actor, boolean muted) {
        state = new GroupChanged(id, World.nextVersion(), actor, state.name(), null, null, muted, false);
        World.applied(state);
    }

    public void describe(UUID actor, String name, @Nullable String avatar, @Nullable String announcement) {
        state = new GroupChanged(id, World.nextVersion(), actor, name, avatar, announcement, state.mutedAll(), false);
        World.applied(state);
    }

    public void dissolve(UUID actor) {
        World.applied(dissolution(actor));
    }

    public GroupChanged dissolution(UUID actor) {
        state = new GroupChanged(
                id,
                World.nextVersion(),
                actor,
                state.name(),
                state.avatarUrl(),
                state.announcement(),
                state.mutedAll(),
                true);
        return state;
    }

    /// The next state of a member, not yet brought.
    public MemberChanged member(UUID actor, UUID user, boolean in, MemberRole role, @Nullable Instant mutedUntil) {
        MemberChanged next = new MemberChanged(id, user, World.nextVersion(), actor, in, role, mutedUntil);
        members.put(user, next);
        return next;
    }

    private MemberRole role(UUID user) {
        MemberChanged known = members.get(user);
        return known == null ? MemberRole.MEMBER : known.role();
    }

    /// The history as a member sees it.
    public JsonPath history(UUID reader) {
        return World.as(reader)
                .get("/api/conversations/" + id + "/messages?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /// The names of the notices that he sees, in their order; `text` for a text.
    public List<String> told(UUID reader) {
        return history(reader).getList("items.collect { it.body.event ?: it.type }");
    }
}
