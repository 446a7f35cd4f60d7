package dev.hongyan.push.socket;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Token;
import dev.hongyan.kit.identity.TokenVerifier;
import dev.hongyan.kit.identity.TokenVerifier.InvalidTokenException;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// Takes fresh tokens on open sockets. A good one is not answered.
@ApplicationScoped
class TokenRenewal {
    private static final String OP = "auth";

    private final TokenVerifier tokens;
    /// With the token to be verified next.
    private final Map<Session, Optional<ClientFrame.Auth>> underWay = new ConcurrentHashMap<>();
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("auth-", 0).factory());

    @Inject
    TokenRenewal(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /// A token that a client brings; it must be of the same session of the account. One is verified at a time for each
    /// session; of those that come meanwhile the last counts. On the session's loop.
    void renew(Session session, ClientFrame.Auth auth) {
        if (underWay.containsKey(session)) {
            underWay.put(session, Optional.of(auth));
            return;
        }
        underWay.put(session, Optional.empty());
        threads.execute(() -> {
            try {
                Token token = tokens.verify(auth.token());
                session.execute(() -> accept(session, token));
            } catch (InvalidTokenException e) {
                session.execute(() -> refuse(session, e.code()));
            } finally {
                session.execute(() -> verified(session));
            }
        });
    }

    private void verified(Session session) {
        Optional<ClientFrame.Auth> next = underWay.remove(session);
        if (next != null && next.isPresent() && session.isOpen()) {
            renew(session, next.get());
        }
    }

    private static void accept(Session session, Token token) {
        if (session.device().equals(token.session()) && session.userId().equals(token.user())) {
            session.watchdog().extend(token.expiresAt());
        } else {
            session.error(new ProblemException(ProblemCode.FORBIDDEN), OP);
        }
    }

    private static void refuse(Session session, ProblemCode code) {
        if (code == ProblemCode.SESSION_ENDED) {
            session.bye(ServerFrame.Reason.SESSION_ENDED, 0);
        } else {
            session.error(new ProblemException(code), OP);
        }
    }
}
