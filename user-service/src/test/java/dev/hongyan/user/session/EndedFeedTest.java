package dev.hongyan.user.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EndedFeedTest extends UserServiceTest {
    private static final String FEED = "/internal/sessions/ended?since=";

    @Test
    void namesASessionAsSoonAsItHasEnded() {
        TestUser user = newUser();
        String session = sessionOf(user);
        long since = end(0);
        assertThat(service()
                        .get("/internal/sessions/" + session)
                        .body()
                        .path("active")
                        .asBoolean())
                .isTrue();

        user.api().post("/api/auth/logout", null);

        JsonNode item = service().get(FEED + since).body().path("items").path(0);
        assertThat(item.path("session").asText()).isEqualTo(session);
        assertThat(item.path("user").asText()).isEqualTo(user.id());
        assertThat(item.path("number").asLong()).isGreaterThan(since);
        assertThat(item.path("endedAt").asText()).endsWith("Z");
        assertThat(service()
                        .get("/internal/sessions/" + session)
                        .body()
                        .path("active")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void missesNothingForWhoFollowsItWhileManyEnd() {
        ConcurrentLinkedQueue<TestUser> users = new ConcurrentLinkedQueue<>();
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            TestUser user = newUser();
            users.add(user);
            sessions.add(sessionOf(user));
        }
        List<Long> numbers = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        long since = end(0);
        Thread ending = Thread.ofVirtual()
                .start(() -> Api.together(
                        24,
                        () -> users.remove()
                                .api()
                                .post("/api/auth/logout", null)
                                .status()));

        boolean last = false;
        while (!last) {
            last = !ending.isAlive();
            Answer page = service().get(FEED + since);
            for (JsonNode item : page.body().path("items")) {
                numbers.add(item.path("number").asLong());
                seen.add(item.path("session").asText());
            }
            since = page.body().path("next").asLong();
        }

        assertThat(seen).containsAll(sessions).doesNotHaveDuplicates();
        assertThat(numbers).isSorted();
    }

    @Test
    void isForServicesAlone() {
        assertThat(api().get(FEED + 0).status()).isEqualTo(401);
        assertThat(newUser().api().get(FEED + 0).status()).isEqualTo(403);
        assertThat(newUser().api().get("/internal/sessions/" + Ids.v7()).status())
                .isEqualTo(403);
    }

    @Test
    void refusesWhatIsNoNumberAndNoSession() {
        for (String since : List.of("-1", "abc", "1.5", "99999999999999999999")) {
            assertThat(service().get(FEED + since).status()).isEqualTo(400);
        }
        assertThat(service().get("/internal/sessions/" + Ids.v7()).status()).isEqualTo(404);
        assertThat(service().get("/internal/sessions/x").status()).isEqualTo(400);
    }

    private long end(long since) {
        return service().get(FEED + since).body().path("next").asLong();
    }

    private static String sessionOf(TestUser user) {
        return user.api()
                .get("/api/auth/sessions")
                .body()
                .path("items")
                .path(0)
                .path("id")
                .asText();
    }
}
