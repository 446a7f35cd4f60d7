package dev.hongyan.message.rule;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.JoinRequestAnswered;
import dev.hongyan.contracts.group.JoinRequested;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.contracts.user.UserEvent;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.message.log.HeldConversations;
import dev.hongyan.message.log.Notices;
import dev.hongyan.message.log.RuleTransaction;
import dev.hongyan.message.log.SelfNotice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// What a list of events comes to: for each row the newest state alone, rows in the order of their keys, so that two
/// transactions lock them in the same order.
final class RuleChanges implements RuleTransaction.Changes {
    private final Map<UUID, UserUpdated> profiles = new TreeMap<>();
    private final Map<Pair, FriendshipChanged> friendships = new TreeMap<>();
    private final Map<Pair, BlockChanged> blocks = new TreeMap<>();
    private final Map<UUID, GroupChange> groups = new TreeMap<>();
    private final Set<UUID> selves = new TreeSet<>();
    private final List<SelfNotice> notices = new ArrayList<>();
    private final Set<UUID> ahead;

    private record Pair(UUID owner, UUID other) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair that) {
            int byOwner = owner.compareTo(that.owner);
            return byOwner != 0 ? byOwner : other.compareTo(that.other);
        }
    }

    /// @param ahead groups of which some come by the call, and so maybe before older ones that come by a topic
    RuleChanges(List<EventEnvelope> events, Set<UUID> ahead) {
        this.ahead = ahead;
        for (EventEnvelope event : events) {
            switch (event.data()) {
                case UserEvent known -> add(known);
                case GroupEvent known -> add(known);
                default -> {
                    // Of no concern here.
                }
            }
        }
    }

    /// @throws NullPointerException when an event lacks a key
    static void check(List<EventEnvelope> events) {
        var _ = new RuleChanges(events, Set.of());
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

    private void add(GroupEvent event) {
        switch (event) {
            case GroupChanged e -> group(e).add(e);
            case MemberChanged e -> group(e).add(e);
            case JoinRequested e -> notice(e);
            case JoinRequestAnswered e -> notice(e);
        }
    }

    private GroupChange group(GroupEvent event) {
        return groups.computeIfAbsent(event.group(), group -> new GroupChange(group, ahead.contains(group)));
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

    private void notice(JoinRequested event) {
        for (UUID recipient : event.recipients()) {
            var body = Notices.body("join-requested")
                    .put("request", event.request().toString())
                    .put("group", event.group().toString())
                    .put("user", event.user().toString())
                    .put("message", event.message());
            UUID id = Ids.derived(event.request(), "join-requested " + recipient);
            add(new SelfNotice(recipient, id, event.user(), Notices.of(body)));
        }
    }

    private void notice(JoinRequestAnswered event) {
        var body = Notices.body("join-request-answered")
                .put("request", event.request().toString())
                .put("group", event.group().toString())
                .put("accepted", event.accepted());
        UUID id = Ids.derived(event.request(), "join-answered");
        add(new SelfNotice(event.user(), id, event.actor(), Notices.of(body)));
    }

    private void add(SelfNotice notice) {
        selves.add(notice.user());
        notices.add(notice);
    }

    /// Rules of a person need the rule lock alone; those of a conversation are written under its row lock.
    @Override
    public boolean keepsAppendsOut() {
        return !friendships.isEmpty() || !blocks.isEmpty();
    }

    @Override
    public Set<UUID> selves() {
        return selves;
    }

    @Override
    public Set<UUID> groups() {
        return groups.keySet();
    }

    @Override
    public List<SelfNotice> notices() {
        return notices;
    }

    @Override
    public void write(Connection connection, HeldConversations held) throws SQLException {
        RuleRepository.writeProfiles(connection, profiles.values());
        RuleRepository.writeFriendships(connection, friendships.values());
        RuleRepository.writeBlocks(connection, blocks.values());
        GroupRules.write(connection, held, groups.values());
    }
}
