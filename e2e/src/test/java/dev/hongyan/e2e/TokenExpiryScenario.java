package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.launcher.Service;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tokens that live for some seconds, on a stack of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenExpiryScenario {
    private static final Duration LIFE = Duration.ofSeconds(6);
    /// What is still taken after the end, for clocks that differ.
    private static final Duration LEEWAY = Duration.ofSeconds(15);

    private Stack stack;

    @BeforeAll
    void start() {
        stack = Stack.start(options -> options.only(Service.USER, Service.MESSAGE, Service.PUSH)
                .set(Stack.USER_SERVICE, "HONGYAN_ACCESS_TOKEN_LIFE", LIFE.toString()));
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void anExpiredTokenIsRefusedEverywhereAndItsSocketClosedUnlessItIsRenewed() {
        TestUser ann = TestUser.register(stack);
        TestUser ben = TestUser.register(stack);
        AtomicReference<Session> renewed = new AtomicReference<>(ben.session());
        try (Device lapsing = ann.device().live();
                Device renewing = ben.device().live()) {
            assertThat(ann.session().expiresIn()).isEqualTo(LIFE.toSeconds());
            Awaitility.await("the end of the token's life")
                    .atMost(LIFE.plus(LEEWAY))
                    .pollInterval(LIFE.dividedBy(3))
                    .until(() -> {
                        renewed.updateAndGet(session -> renewNow(renewing, session));
                        return !lapsing.socket().isOpen();
                    });

            assertThat(lapsing.socket().awaitClosed(LEEWAY).code()).isEqualTo(4401);
            assertThat(lapsing.inbox().all("bye"))
                    .singleElement()
                    .extracting(bye -> bye.path("reason").asText())
                    .isEqualTo("token-expired");
            renewNow(renewing, Objects.requireNonNull(renewed.get()));
            assertThat(renewing.socket().isOpen()).isTrue();

            for (String path : new String[] {"/api/users/me", "/api/conversations"}) {
                Awaitility.await(path)
                        .atMost(LEEWAY)
                        .until(() -> ann.api().get(path).status() == 401);
                ann.api().get(path).problem(401, "token-expired");
            }
            assertThatThrownBy(() -> Device.connect(ann, ann.session()))
                    .isInstanceOfSatisfying(
                            Socket.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
            try (Device back = Device.connect(ann, renew(ann.session()))) {
                back.live();
            }
        }
    }

    private Session renewNow(Device device, Session session) {
        Session fresh = renew(session);
        device.auth(fresh.accessToken());
        device.ping();
        return fresh;
    }

    private Session renew(Session session) {
        JsonNode request = Json.object(Map.of("refreshToken", session.refreshToken()));
        return Session.of(
                stack.api().post("/api/auth/refresh", request).expect(200).json());
    }
}
