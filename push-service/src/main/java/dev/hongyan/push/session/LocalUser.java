package dev.hongyan.push.session;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A user with at least one socket on this instance.
public final class LocalUser {
    private final UUID id;
    private final SendLimit sendLimit;
    private volatile List<Session> sessions = List.of();
    private volatile long versions = -1;

    LocalUser(UUID id, SendLimit sendLimit) {
        this.id = id;
        this.sendLimit = sendLimit;
    }

    /// Who it is.
    public UUID id() {
        return id;
    }

    /// His sessions here; replaced when they change.
    public List<Session> sessions() {
        return sessions;
    }

    /// How much he may send, on all sockets together.
    public SendLimit sendLimit() {
        return sendLimit;
    }

    /// The sum of the versions of his member rows when his conversations were listed last; -1 = never.
    public long versions() {
        return versions;
    }

    /// Notes the sum that came with a list of his conversations.
    public void setVersions(long versions) {
        this.versions = versions;
    }

    /// Called under the registry's lock of this user.
    void add(Session session) {
        List<Session> more = new ArrayList<>(sessions);
        more.add(session);
        sessions = List.copyOf(more);
    }

    /// Called under the registry's lock of this user; whether any session is left.
    boolean remove(Session session) {
        sessions = sessions.stream().filter(each -> each != session).toList();
        return !sessions.isEmpty();
    }
}
