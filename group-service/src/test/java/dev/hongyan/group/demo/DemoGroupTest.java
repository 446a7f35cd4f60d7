package dev.hongyan.group.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.group.GroupService;
import dev.hongyan.group.person.People;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class DemoGroupTest extends GroupServiceTest {
    @Inject
    People people;

    @Inject
    GroupService groups;

    @Inject
    MessageClient messages;

    @Test
    void isThereOnceItsPeopleAreHoweverOftenItIsMade() {
        DemoGroup wanted = new DemoGroup(people, groups, messages, true);
        assertThat(wanted.settled()).isFalse();
        CompletableFuture<Void> made = CompletableFuture.runAsync(wanted::make);
        UUID alice = register("alice");
        register("bob");
        register("carol");
        made.join();
        assertThat(wanted.settled()).isTrue();
        Api.together(2, () -> {
            wanted.make();
            return wanted;
        });

        Api api = api().as(TestTokens.user(alice, UUID.randomUUID()));
        JsonNode items = api.get("/api/groups").body().path("items");
        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("memberCount").asInt()).isEqualTo(3);
        assertThat(items.path(0).path("myRole").asText()).isEqualTo("owner");
        assertThat(told(items.path(0).path("id").asText())).hasSize(1);

        api.delete("/api/groups/" + items.path(0).path("id").asText());
        wanted.make();
        assertThat(api.get("/api/groups").body().path("items")).isEmpty();
    }

    @Test
    void isNotWaitedForWhereNobodyWantsIt() {
        assertThat(new DemoGroup(people, groups, messages, false).settled()).isTrue();
        List<String> checks = api().get("/q/health/ready").body().path("checks").findValuesAsText("name");
        assertThat(checks).contains("demo-group");
    }

    private UUID register(String username) {
        UUID id = Ids.v7();
        neighbours().post("/people", Map.of("id", id, "version", 1, "username", username, "displayName", username));
        return id;
    }
}
