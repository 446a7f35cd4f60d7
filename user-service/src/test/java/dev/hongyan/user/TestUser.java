package dev.hongyan.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Somebody who is registered and signed in.
public record TestUser(Api api, String id, String username, String accessToken, String refreshToken) {
    /// What everybody's password is here.
    public static final String PASSWORD = "correct horse battery";

    private static final AtomicLong COUNT = new AtomicLong(System.currentTimeMillis());

    static TestUser register(Api api) {
        String username = newName();
        Answer answer = api.post(
                "/api/auth/register", Map.of("username", username, "password", PASSWORD, "displayName", "Test person"));
        assertThat(answer.status()).isEqualTo(202);
        return of(api, answer);
    }

    /// Whom the answer of a registration or a login speaks of.
    public static TestUser of(Api api, Answer answer) {
        return new TestUser(
                api.as(answer.text("accessToken")),
                answer.body().path("user").path("id").asText(),
                answer.body().path("user").path("username").asText(),
                answer.text("accessToken"),
                answer.text("refreshToken"));
    }

    /// A username that nobody has.
    public static String newName() {
        return ("u" + Long.toString(COUNT.incrementAndGet(), 36)).toLowerCase(Locale.ROOT);
    }

    /// Makes both friends, by a request and its acceptance.
    public void befriend(TestUser other) {
        Answer asked = api.post("/api/friend-requests", Map.of("to", other.id));
        assertThat(asked.status()).isEqualTo(201);
        Answer accepted = other.api.post("/api/friend-requests/" + asked.text("id") + "/accept", null);
        assertThat(accepted.status()).isEqualTo(202);
    }
}
