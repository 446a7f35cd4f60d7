package dev.hongyan.message.rule;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.contracts.user.UserEvent;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.message.log.Notices;
import dev.hongyan.message.log.SelfNotice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// What a list of events comes to: for each row the newest state alone, rows in the order of their keys, so that two
/// transactions lock them in the same order.
final class RuleChanges {
    private final Map<UUID, UserUpdated> profiles = new TreeMap<>();
    private final Map<Pair, FriendshipChanged> friendships = new TreeMap<>();
    private final Map<Pair, BlockChanged> blocks = new TreeMap<>();
    private final Set<UUID> selves = new TreeSet<>();
    private final List<SelfNotice> notices = new ArrayList<>();

    private record Pair(UUID owner, UUID other) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair that) {
            int byOwner = owner.compareTo(that.owner);
            return byOwner != 0 ? byOwner : other.compareTo(that.other);
        }
    }

    RuleChanges(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            if (event.data() instanceof UserEvent known) {
                add(known);
            }
        }
    }

    /// @throws NullPointerException when an event lacks a key
    static void check(List<EventEnvelope> events) {
        var _ = new RuleChanges(events);
    }

    private void add(UserEvent event) {
        switch (event) {
            case UserRegistered e -> {
                newest(
                        profiles,
                        e.user(),
                        new UserUpdated(e.user(), e.version(), e.username(), e.displayName(), e.avatarUrl()));
                selves.add(e.user());
            }
            case UserUpdated e -> {
                newest(profiles, e.user(), e);
                selves.add(e.user());
            }
            case FriendshipChanged e -> newest(friendships, new Pair(e.owner(), e.friend()), e);
            case BlockChanged e -> newest(blocks, new Pair(e.owner(), e.user()), e);
            case FriendRequested e -> notice(e);
            case FriendRequestAnswered e -> notice(e);
            case SessionEnded _ -> {
                // Sessions are followed by the feed of ended sessions.
            }
        }
    }

    private static <K, E extends DomainEvent> void newest(Map<K, E> states, K key, E event) {
        states.merge(key, event, (one, other) -> other.version() > one.version() ? other : one);
    }

    /// The id comes from the request and not from the event: a republished event has an id of its own.
    private void notice(FriendRequested event) {
        var body = Notices.body("friend-requested")
                .put("request", event.request().toString())
                .put("from", event.from().toString())
                .put("message", event.message());
        add(new SelfNotice(event.to(), Ids.derived(event.request(), "requested"), event.from(), Notices.of(body)));
    }

    private void notice(FriendRequestAnswered event) {
        var body = Notices.body("friend-request-answered")
                .put("request", event.request().toString())
                .put("user", event.to().toString())
                .put("accepted", event.accepted());
        add(new SelfNotice(event.from(), Ids.derived(event.request(), "answered"), event.to(), Notices.of(body)));
    }

    private void add(SelfNotice notice) {
        selves.add(notice.user());
        notices.add(notice);
    }

    /// Whether a rule of a person changes, which needs the rule lock alone.
    boolean changesRules() {
        return !friendships.isEmpty() || !blocks.isEmpty();
    }

    Collection<UserUpdated> profiles() {
        return profiles.values();
    }

    Collection<FriendshipChanged> friendships() {
        return friendships.values();
    }

    Collection<BlockChanged> blocks() {
        return blocks.values();
    }

    /// Users whose `self` conversation begins now at the latest.
    Set<UUID> selves() {
        return selves;
    }

    List<SelfNotice> notices() {
        return notices;
    }
}
