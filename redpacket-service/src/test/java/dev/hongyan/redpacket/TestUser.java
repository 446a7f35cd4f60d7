package dev.hongyan.redpacket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Somebody who is signed in.
public record TestUser(String url, String token, UUID id, UUID session) {
    /// His calls.
    public Api api() {
        return new Api(url).as(token);
    }

    /// His calls under a new idempotency key.
    public Api once() {
        return api().with("Idempotency-Key", UUID.randomUUID().toString());
    }

    /// Pays money in.
    public void topUp(long fen) {
        Answer answer = once().post("/api/wallet/top-ups", Map.of("amount", fen));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    }

    /// What he has.
    public long balance() {
        return api().get("/api/wallet").body().path("balance").asLong();
    }

    /// A body that makes a packet.
    public static Map<String, Object> packet(UUID conversation, String kind, long total, int count) {
        return new HashMap<>(Map.of("conversation", conversation, "kind", kind, "total", total, "count", count));
    }

    /// Makes a packet.
    public Answer send(UUID conversation, String kind, long total, int count) {
        return once().post("/api/red-packets", packet(conversation, kind, total, count));
    }

    /// Makes a packet, as its id.
    public String sent(UUID conversation, String kind, long total, int count) {
        Answer answer = send(conversation, kind, total, count);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.text("id");
    }

    /// Makes a packet for one.
    public Answer sendTo(UUID conversation, TestUser recipient, long total) {
        Map<String, Object> body = packet(conversation, "exclusive", total, 1);
        body.put("recipient", recipient.id);
        return once().post("/api/red-packets", body);
    }

    /// Opens a packet.
    public Answer claim(String packet) {
        return api().post("/api/red-packets/" + packet + "/claims", null);
    }

    /// The packet as he sees it.
    public Answer see(String packet) {
        return api().get("/api/red-packets/" + packet);
    }

    /// What a call answers that is no JSON.
    public String csv(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(path, e);
        }
    }

    /// His entries, newest first.
    public List<JsonNode> entries() {
        return api().get("/api/wallet/entries?limit=200")
                .body()
                .path("items")
                .valueStream()
                .toList();
    }
}
