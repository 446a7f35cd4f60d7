package dev.hongyan.group.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class PeopleTest extends GroupServiceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    EventProducer producer;

    @Test
    void areKnownFromEventsWithoutAskingAnybody() {
        TestUser alice = newUser();
        TestUser bob = stranger();
        String group = alice.group();
        publish(new UserRegistered(bob.id(), 1, "bob", "Bob", "/api/media/b"));
        neighbours().put("/away/user", null);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alice.add(group, bob).status()).isEqualTo(200));

        JsonNode member = alice.members(group).getLast().path("user");
        assertThat(member.path("username").asText()).isEqualTo("bob");
        assertThat(member.path("avatarUrl").asText()).isEqualTo("/api/media/b");
    }

    @Test
    void looksAsUserServiceToldLastHoweverOftenAndInWhateverOrder() {
        TestUser alice = newUser();
        String group = alice.group();
        publish(
                new UserUpdated(alice.id(), 3, "alice", "Third", null),
                new UserUpdated(alice.id(), 2, "alice", "Second", null),
                new UserUpdated(alice.id(), 3, "alice", "Third", null),
                new UserRegistered(alice.id(), 1, "alice", "First", null),
                new FriendshipChanged(alice.id(), Ids.v7(), 1, true));
        TestUser last = stranger();
        publish(new UserRegistered(last.id(), 1, "last", "Last", null));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alice.members(group)
                                .getFirst()
                                .path("user")
                                .path("displayName")
                                .asText())
                        .isEqualTo("Third"));
        neighbours().put("/away/user", null);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alice.add(group, last).status()).isEqualTo(200));
        assertThat(alice.members(group)
                        .getFirst()
                        .path("user")
                        .path("displayName")
                        .asText())
                .isEqualTo("Third");
    }

    @Test
    void whoHasBlockedSomebodyIsNotAddedByHim() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group();
        Map<String, Object> body = Map.of("name", "n", "members", TestUser.ids(carol, bob));
        publish(new BlockChanged(bob.id(), alice.id(), 1, true));

        await().atMost(SOON).untilAsserted(() -> {
            Answer made = alice.api().post("/api/groups", body);
            assertThat(made.status()).isEqualTo(403);
            assertThat(made.problem()).isEqualTo("blocked");
            assertThat(made.body().path("users").path(0).asText())
                    .isEqualTo(bob.id().toString());
        });
        assertThat(alice.add(group, carol, bob).problem()).isEqualTo("blocked");
        assertThat(alice.members(group)).hasSize(1);
        assertThat(carol.group(bob)).isNotBlank();
        publish(new BlockChanged(bob.id(), alice.id(), 2, false), new BlockChanged(bob.id(), alice.id(), 1, true));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(alice.add(group, carol, bob).status()).isEqualTo(200));
        publish(new BlockChanged(bob.id(), alice.id(), 3, true));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(alice.api().post("/api/groups", body).status())
                                .isEqualTo(403));
        assertThat(alice.add(group, bob).status()).isEqualTo(200);
    }

    @Test
    void areAskedForInVainWhileUserServiceIsAway() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group();
        neighbours().put("/away/user", null);

        Answer answer = alice.add(group, bob);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        neighbours().delete("/away/user");
        assertThat(alice.add(group, bob).status()).isEqualTo(200);
    }

    private void publish(DomainEvent... events) {
        for (DomainEvent event : List.of(events)) {
            producer.send(new EventEnvelope(Ids.v7(), Instant.now(), event, null))
                    .join();
        }
    }
}
