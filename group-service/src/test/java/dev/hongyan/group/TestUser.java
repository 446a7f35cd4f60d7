package dev.hongyan.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Somebody who is signed in.
public record TestUser(Api api, UUID id, String username) {
    /// A new group of his with these members, as its id.
    public String group(TestUser... members) {
        return group(Map.of("name", "Geese", "members", ids(members)));
    }

    /// A new group that joins without being asked.
    public String openGroup() {
        return group(Map.of("name", "Geese", "joinPolicy", "open"));
    }

    private String group(Map<String, ?> body) {
        Answer answer = api.post("/api/groups", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.text("id");
    }

    /// Adds these people.
    public Answer add(String group, TestUser... users) {
        return api.post("/api/groups/" + group + "/members", Map.of("users", ids(users)));
    }

    /// Makes somebody an admin or a member, or hands the group over to him.
    public Answer raise(String group, TestUser user, String role) {
        return api.put("/api/groups/" + group + "/members/" + user.id + "/role", Map.of("role", role));
    }

    /// Takes somebody out.
    public Answer remove(String group, TestUser user) {
        return api.delete("/api/groups/" + group + "/members/" + user.id);
    }

    /// Mutes somebody for ten minutes.
    public Answer mute(String group, TestUser user) {
        return api.put("/api/groups/" + group + "/members/" + user.id + "/mute", Map.of("minutes", 10));
    }

    /// Leaves.
    public Answer leave(String group) {
        return api.post("/api/groups/" + group + "/leave", null);
    }

    /// Asks to join.
    public Answer join(String group) {
        return api.post("/api/groups/" + group + "/join", null);
    }

    /// The group as he sees it.
    public Answer see(String group) {
        return api.get("/api/groups/" + group);
    }

    /// The members, in their order.
    public List<JsonNode> members(String group) {
        Answer answer = api.get("/api/groups/" + group + "/members?limit=200");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    /// The ids of these people.
    public static List<String> ids(TestUser... users) {
        return Arrays.stream(users).map(user -> user.id.toString()).toList();
    }
}
