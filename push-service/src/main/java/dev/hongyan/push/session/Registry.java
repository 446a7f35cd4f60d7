package dev.hongyan.push.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who is here: the sessions of each user and of each conversation. Arrays are replaced, never changed, so readers on
/// any
/// thread need no lock.
@ApplicationScoped
public class Registry {
    private static final Subscription[] NOBODY = {};

    private final Map<UUID, LocalUser> users = new ConcurrentHashMap<>();
    private final Map<UUID, Subscription[]> conversations = new ConcurrentHashMap<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    /// The user of a session that begins; the session is among his from now on.
    LocalUser enter(Session session, int sendBurst, int sendRate) {
        sessions.add(session);
        return users.compute(session.userId(), (id, known) -> {
            LocalUser user = known == null ? new LocalUser(id, sendBurst, sendRate) : known;
            user.add(session);
            return user;
        });
    }

    /// Takes a session out.
    void leave(Session session) {
        sessions.remove(session);
        users.computeIfPresent(session.userId(), (id, user) -> user.remove(session) ? user : null);
    }

    /// Records of the conversation go to this session from now on.
    void subscribe(Subscription subscription) {
        conversations.compute(subscription.conversation(), (id, known) -> with(known, subscription));
    }

    /// Records of the conversation do not go to this session any more.
    void unsubscribe(Subscription subscription) {
        conversations.computeIfPresent(subscription.conversation(), (id, known) -> without(known, subscription));
    }

    /// Who is in a conversation; not to be changed.
    public Subscription[] subscriptions(UUID conversation) {
        return conversations.getOrDefault(conversation, NOBODY);
    }

    /// The user, if a socket of his is here.
    public @Nullable LocalUser user(UUID user) {
        return users.get(user);
    }

    /// All users with a socket here.
    public Collection<LocalUser> users() {
        return users.values();
    }

    /// All sessions.
    public Set<Session> sessions() {
        return sessions;
    }

    /// All conversations that a session here is in.
    public Set<UUID> conversations() {
        return conversations.keySet();
    }

    private static Subscription[] with(Subscription @Nullable [] known, Subscription added) {
        if (known == null) {
            return new Subscription[] {added};
        }
        for (Subscription each : known) {
            if (each == added) {
                return known;
            }
        }
        Subscription[] all = new Subscription[known.length + 1];
        System.arraycopy(known, 0, all, 0, known.length);
        all[known.length] = added;
        return all;
    }

    private static Subscription @Nullable [] without(Subscription[] known, Subscription removed) {
        for (int i = 0; i < known.length; i++) {
            if (known[i] == removed) {
                if (known.length == 1) {
                    return null;
                }
                Subscription[] rest = new Subscription[known.length - 1];
                System.arraycopy(known, 0, rest, 0, i);
                System.arraycopy(known, i + 1, rest, i, rest.length - i);
                return rest;
            }
        }
        return known;
    }
}
