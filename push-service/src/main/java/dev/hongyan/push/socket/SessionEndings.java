package dev.hongyan.push.socket;

import dev.hongyan.kit.identity.EndedSessions;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.resume.DeviceCursors;
import dev.hongyan.push.session.LocalUser;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Session;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.UUID;

/// Closes the sockets of sessions that have ended elsewhere, and forgets how far their devices had got.
@ApplicationScoped
class SessionEndings {
    private final EndedSessions endedSessions;
    private final Registry registry;
    private final DeviceCursors deviceCursors;

    @Inject
    SessionEndings(EndedSessions endedSessions, Registry registry, DeviceCursors deviceCursors) {
        this.endedSessions = endedSessions;
        this.registry = registry;
        this.deviceCursors = deviceCursors;
    }

    void start(@Observes StartupEvent event) {
        endedSessions.onEnded(this::ended);
    }

    private void ended(UUID device, UUID user) {
        LocalUser local = registry.user(user);
        if (local != null) {
            for (Session session : local.sessions()) {
                if (session.device().equals(device)) {
                    session.execute(() -> session.bye(ServerFrame.Reason.SESSION_ENDED, 0));
                }
            }
        }
        Thread.ofVirtual().name("forget-device").start(() -> deviceCursors.forget(device));
    }
}
