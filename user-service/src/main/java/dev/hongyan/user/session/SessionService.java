package dev.hongyan.user.session;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.Account;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Begins, prolongs and ends sessions.
@ApplicationScoped
public class SessionService {
    private final SessionRepository sessions;
    private final EndedFeed feed;
    private final Outbox outbox;
    private final SessionConfig config;

    @Inject
    SessionService(SessionRepository sessions, EndedFeed feed, Outbox outbox, SessionConfig config) {
        this.sessions = sessions;
        this.feed = feed;
        this.outbox = outbox;
        this.config = config;
    }

    /// Begins a session in the caller's transaction.
    @Transactional(Transactional.TxType.MANDATORY)
    public Grant begin(Account account, Device device) {
        UUID session = Ids.v7();
        sessions.flush();
        sessions.insert(session, account.id(), device, config.absolute().toSeconds());
        return new Grant(session, account.id(), account.username(), issueToken(session));
    }

    /// Ends all sessions of a user but one, in the caller's transaction.
    @Transactional(Transactional.TxType.MANDATORY)
    public void endOthers(UUID account, UUID spared, EndReason reason) {
        end(account, sessions.lockNotEnded(account, null, spared), reason);
    }

    /// Ends one of a user's sessions; false when it is not his or has ended before.
    @Transactional
    boolean endOne(UUID account, UUID session, EndReason reason) {
        List<UUID> found = sessions.lockNotEnded(account, session, null);
        end(account, found, reason);
        return !found.isEmpty();
    }

    /// Uses a refresh token. An outcome and not an exception: the end of a session must be committed.
    @Transactional
    RefreshOutcome refresh(String token) {
        byte[] hash = RefreshTokens.hash(token);
        UUID session = sessions.findByToken(hash).orElse(null);
        Object[] alive = session == null ? null : sessions.lockAlive(session).orElse(null);
        if (session == null || alive == null) {
            return new RefreshOutcome.Refused();
        }
        UUID account = (UUID) alive[0];
        if (!sessions.useToken(hash)) {
            end(account, List.of(session), EndReason.TOKEN_REUSE);
            return new RefreshOutcome.Reused();
        }
        sessions.touch(session);
        return new RefreshOutcome.Refreshed(new Grant(session, account, (String) alive[1], issueToken(session)));
    }

    @Transactional
    List<SessionView> list(UUID account, UUID current, @Nullable UUID before, int limit) {
        return sessions.listAlive(account, before, limit).stream()
                .map(session -> session.view(current))
                .toList();
    }

    @Transactional
    Session get(UUID id) {
        return sessions.findByIdOptional(id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void forgetExpiredTokens() {
        sessions.deleteExpiredTokens();
    }

    private String issueToken(UUID session) {
        String token = RefreshTokens.create();
        sessions.insertToken(
                RefreshTokens.hash(token), session, config.inactivity().toSeconds());
        return token;
    }

    private void end(UUID account, List<UUID> locked, EndReason reason) {
        for (UUID session : locked) {
            sessions.markEnded(session);
            outbox.append(feed.add(session, account, reason));
        }
    }
}
