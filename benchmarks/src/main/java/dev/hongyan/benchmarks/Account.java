package dev.hongyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// A person and his one session. Its access token is renewed before its end.
final class Account {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PASSWORD = "wild geese fly south";
    private static final Map<String, String> DEVICE = Map.of("name", "bench", "platform", "bench");

    private final String username;
    private final UUID id;
    private String refreshToken;
    private String accessToken = "";
    private long renewAtNanos;

    private Account(String username, UUID id, String refreshToken) {
        this.username = username;
        this.id = id;
        this.refreshToken = refreshToken;
    }

    /// Signs in instead when the name is taken: an answer that was lost had registered it.
    static Account register(Http http, String username) {
        JsonNode answer;
        try {
            answer = http.post(
                    "/api/auth/register",
                    "",
                    Map.of("username", username, "password", PASSWORD, "displayName", username, "device", DEVICE));
        } catch (Http.Refused taken) {
            answer = http.post("/api/auth/login", "", Map.of("login", username, "password", PASSWORD));
        }
        UUID id = UUID.fromString(answer.path("user").path("id").asText());
        Account account = new Account(username, id, "");
        account.take(answer);
        return account;
    }

    static Account of(JsonNode saved) {
        return new Account(
                saved.path("username").asText(),
                UUID.fromString(saved.path("id").asText()),
                saved.path("refreshToken").asText());
    }

    synchronized JsonNode saved() {
        return MAPPER.valueToTree(Map.of("username", username, "id", id.toString(), "refreshToken", refreshToken));
    }

    UUID id() {
        return id;
    }

    synchronized boolean isDueForRenewal() {
        return System.nanoTime() - renewAtNanos > 0;
    }

    /// A token that is good for some minutes.
    synchronized String accessToken(Http http) {
        if (accessToken.isEmpty() || isDueForRenewal()) {
            renew(http);
        }
        return accessToken;
    }

    private void renew(Http http) {
        try {
            take(http.post("/api/auth/refresh", "", Map.of("refreshToken", refreshToken)));
        } catch (Http.Refused lost) {
            // A run that was interrupted has used the token that was saved.
            take(http.post("/api/auth/login", "", Map.of("login", username, "password", PASSWORD)));
        }
    }

    private void take(JsonNode answer) {
        accessToken = answer.path("accessToken").asText();
        refreshToken = answer.path("refreshToken").asText();
        long life = Duration.ofSeconds(answer.path("expiresIn").asLong()).toNanos();
        // Not all at the same time: the sessions of people did not begin at the same moment.
        renewAtNanos =
                System.nanoTime() + (long) (life * ThreadLocalRandom.current().nextDouble(0.3, 0.8));
    }
}
