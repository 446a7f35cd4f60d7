package dev.hongyan.push.socket;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.InvalidTokenException;
import dev.hongyan.kit.identity.Token;
import dev.hongyan.kit.identity.TokenVerifier;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// Takes fresh tokens on open sockets. A good one is not answered.
@ApplicationScoped
class TokenRenewal {
    private static final String OP = "auth";

    private final TokenVerifier tokens;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("auth-", 0).factory());

    @Inject
    TokenRenewal(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /// A token that a client brings; it must be of the same session of the account.
    void renew(Session session, ClientFrame.Auth auth) {
        threads.execute(() -> {
            try {
                Token token = tokens.verify(auth.token());
                session.execute(() -> accept(session, token));
            } catch (InvalidTokenException e) {
                session.execute(() -> refuse(session, e.code()));
            }
        });
    }

    private static void accept(Session session, Token token) {
        if (session.device().equals(token.session()) && session.userId().equals(token.user())) {
            session.watchdog().extend(token.expiresAt());
        } else {
            session.error(ProblemCode.FORBIDDEN, OP);
        }
    }

    private static void refuse(Session session, ProblemCode code) {
        if (code == ProblemCode.SESSION_ENDED) {
            session.bye(ServerFrame.Reason.SESSION_ENDED, 0);
        } else {
            session.error(code, OP);
        }
    }
}
