package dev.hongyan.user.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.kit.testing.PublishedEvents;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class PublishedEventsTest extends UserServiceTest {
    @Inject
    DataSource database;

    @Test
    void tellsEveryChangeWithItsVersionByTheBroker() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.api().patch("/api/users/me", Map.of("displayName", "Alice"));
        alice.befriend(bob);
        alice.api().delete("/api/friends/" + bob.id());
        alice.api().put("/api/blocks/" + bob.id(), null);
        alice.api().put("/api/blocks/" + bob.id(), null);
        alice.api().delete("/api/blocks/" + bob.id());
        alice.api().post("/api/auth/logout", null);
        UUID a = UUID.fromString(alice.id());
        UUID b = UUID.fromString(bob.id());

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<DomainEvent> events = published();
            assertThat(events)
                    .contains(new UserRegistered(a, 1, alice.username(), "Test person", null))
                    .contains(new UserUpdated(a, 2, alice.username(), "Alice", null))
                    .contains(new FriendshipChanged(a, b, 1, true), new FriendshipChanged(b, a, 1, true))
                    .contains(new FriendshipChanged(a, b, 2, false), new FriendshipChanged(b, a, 2, false))
                    .contains(new BlockChanged(a, b, 1, true), new BlockChanged(a, b, 2, false))
                    .doesNotContain(new BlockChanged(a, b, 2, true));
            assertThat(events)
                    .anyMatch(event -> event instanceof FriendRequested asked
                            && asked.from().equals(a)
                            && asked.to().equals(b));
            assertThat(events)
                    .anyMatch(event -> event instanceof FriendRequestAnswered answered
                            && answered.to().equals(b)
                            && answered.accepted()
                            && answered.version() == 2);
            assertThat(events)
                    .anyMatch(event -> event instanceof SessionEnded ended
                            && ended.user().equals(a)
                            && ended.reason().equals("logout"));
        });
    }

    @Test
    void tellsASpanOfTimeAgain() {
        Instant from = Instant.now();
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.befriend(bob);
        Instant to = Instant.now().plusSeconds(1);

        Answer answer = service().post("/internal/republish", Map.of("from", from.toString(), "to", to.toString()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("events").asInt()).isGreaterThanOrEqualTo(5);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published())
                        .filteredOn(event -> event.equals(
                                new FriendshipChanged(UUID.fromString(alice.id()), UUID.fromString(bob.id()), 1, true)))
                        .hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void tellsALongSpanInPagesAndNothingTwice() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into account (id, username, display_name, search_name, pinyin, pinyin_search,
                        pinyin_initials, locale, find_by_username, find_by_name, version, created_at, updated_at)
                    select gen_random_uuid(), 'long-ago-' || n, 'L', 'l', 'l', 'l', 'l', 'en', false, false, 1, t, t
                    from generate_series(1, 1200) n,
                        lateral (select timestamptz '2001-02-03 00:00Z' + n / 7 * interval '1 millisecond' t)""");
        }

        Answer answer = service()
                .post("/internal/republish", Map.of("from", "2001-02-03T00:00:00Z", "to", "2001-02-04T00:00:00Z"));

        assertThat(answer.body().path("events").asInt()).isEqualTo(1200);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published().stream()
                                .filter(event -> event instanceof UserRegistered registered
                                        && registered.username().startsWith("long-ago-"))
                                .distinct())
                        .hasSize(1200));
    }

    @Test
    void tellsOfBothRequestsThatCrossAtFirstAndAgain() {
        Instant from = Instant.now();
        TestUser alice = newUser();
        TestUser bob = newUser();
        UUID a = UUID.fromString(alice.id());
        UUID b = UUID.fromString(bob.id());
        UUID first = UUID.fromString(ask(alice, bob, 201).text("id"));
        UUID second = UUID.fromString(ask(bob, alice, 202).text("id"));

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published())
                        .contains(
                                new FriendRequested(first, 1, a, b, null),
                                new FriendRequestAnswered(first, 2, a, b, true))
                        .contains(
                                new FriendRequested(second, 1, b, a, null),
                                new FriendRequestAnswered(second, 2, b, a, true))
                        .contains(new FriendshipChanged(a, b, 1, true), new FriendshipChanged(b, a, 1, true)));

        service()
                .post(
                        "/internal/republish",
                        Map.of(
                                "from",
                                from.toString(),
                                "to",
                                Instant.now().plusSeconds(1).toString()));

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published())
                        .contains(
                                new FriendRequested(first, 2, a, b, null), new FriendRequested(second, 2, b, a, null)));
    }

    private static Answer ask(TestUser from, TestUser to, int status) {
        Answer asked = from.api().post("/api/friend-requests", Map.of("to", to.id()));
        assertThat(asked.status()).isEqualTo(status);
        return asked;
    }

    @Test
    void refusesToTellWhatIsNoSpan() {
        assertThat(service().post("/internal/republish", Map.of()).status()).isEqualTo(400);
        assertThat(service().post("/internal/republish", null).status()).isEqualTo(400);
        assertThat(service()
                        .post("/internal/republish", Map.of("from", "yesterday", "to", "2026-01-01T00:00:00Z"))
                        .status())
                .isEqualTo(400);
        assertThat(newUser().api().post("/internal/republish", Map.of()).status())
                .isEqualTo(403);
    }

    private static List<DomainEvent> published() throws IOException {
        return PublishedEvents.of(Topics.USER);
    }
}
