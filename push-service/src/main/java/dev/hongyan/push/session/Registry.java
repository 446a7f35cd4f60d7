package dev.hongyan.push.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who is here: the sessions of each user and of each conversation. Readers on any thread need no lock.
@ApplicationScoped
public class Registry {
    private final Map<UUID, LocalUser> users = new ConcurrentHashMap<>();
    private final Map<UUID, Conversation> conversations = new ConcurrentHashMap<>();
    /// Of users who have gone: who comes again at once has not waited.
    private final Map<UUID, SendLimit> limits = new ConcurrentHashMap<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    /// The user of a session that begins; the session is among his from now on.
    LocalUser enter(Session session, int sendBurst, int sendRate) {
        sessions.add(session);
        return users.compute(session.userId(), (id, known) -> {
            LocalUser user = known;
            if (user == null) {
                SendLimit kept = limits.remove(id);
                user = new LocalUser(id, kept == null ? SendLimit.of(sendBurst, sendRate) : kept);
            }
            user.add(session);
            return user;
        });
    }

    /// Takes a session out.
    void leave(Session session) {
        sessions.remove(session);
        users.computeIfPresent(session.userId(), (id, user) -> {
            if (user.remove(session)) {
                return user;
            }
            limits.put(id, user.sendLimit());
            return null;
        });
    }

    /// Forgets the limits of users who have gone, where that changes nothing.
    void forgetLimits(long now) {
        limits.values().removeIf(limit -> limit.isFull(now));
    }

    /// Records of the conversation go to this session from now on.
    void enter(Subscription subscription) {
        conversations.compute(subscription.conversation().id(), (id, known) -> {
            Conversation conversation = known == null ? subscription.conversation() : known;
            conversation.add(subscription);
            subscription.setConversation(conversation);
            return conversation;
        });
    }

    /// Records of the conversation do not go to this session any more.
    void leave(Subscription subscription) {
        conversations.computeIfPresent(subscription.conversation().id(), (id, conversation) -> {
            conversation.remove(subscription);
            return conversation.isEmpty() ? null : conversation;
        });
    }

    /// The conversation, if a session here is in it.
    public @Nullable Conversation conversation(UUID id) {
        return conversations.get(id);
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
}
