package dev.hongyan.group.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChangeLimitTest extends GroupServiceTest {
    private static final String BAD = "/api/invitations/unknown/accept";

    @Test
    void lets500ChangesBeMadeAtOnceAndNoFlood() {
        TestUser alice = newUser();

        int made = empty(alice);

        assertThat(made).isBetween(499, 1_000);
        Answer refused = until429(alice, "POST", BAD, "");
        assertThat(refused.problem()).isEqualTo("too-many-requests");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(newUser().api().post(BAD, null).status()).isEqualTo(404);
        assertThat(api().text("/q/metrics")).contains("im_ratelimit_total{rule=\"group-change\"}");
    }

    @Test
    void countsEveryCommandAlsoOfWhoIsNoMember() {
        TestUser alice = newUser();
        String group = "/api/groups/" + newUser().group();
        String member = group + "/members/" + alice.id();
        String request = group + "/requests/" + alice.id();
        empty(alice);

        for (List<String> command : List.of(
                List.of("POST", "/api/groups", "{\"name\":\"n\"}"),
                List.of("GET", "/api/groups?number=123456789", ""),
                List.of("PATCH", group, "{\"name\":\"n\"}"),
                List.of("DELETE", group, ""),
                List.of("PUT", group + "/announcement", "{\"text\":\"t\"}"),
                List.of("PUT", group + "/mute", ""),
                List.of("DELETE", group + "/mute", ""),
                List.of("POST", group + "/members", "{\"users\":[\"" + alice.id() + "\"]}"),
                List.of("DELETE", member, ""),
                List.of("PATCH", member, "{\"nickname\":\"n\"}"),
                List.of("PUT", member + "/role", "{\"role\":\"admin\"}"),
                List.of("PUT", member + "/mute", "{\"minutes\":1}"),
                List.of("DELETE", member + "/mute", ""),
                List.of("POST", group + "/leave", ""),
                List.of("POST", group + "/join", ""),
                List.of("POST", request + "/approve", ""),
                List.of("POST", request + "/decline", ""),
                List.of("POST", group + "/invitations", ""),
                List.of("POST", BAD, ""))) {
            until429(alice, command.get(0), command.get(1), command.get(2));
        }
    }

    /// @return how many changes he could make
    private static int empty(TestUser user) {
        int made = 0;
        while (user.api().post(BAD, null).status() != 429) {
            made++;
        }
        return made;
    }

    /// The bucket fills while it is emptied, but more slowly.
    private static Answer until429(TestUser user, String method, String path, String body) {
        Answer answer = user.api().call(method, path, body);
        for (int i = 0; i < 200 && answer.status() != 429; i++) {
            answer = user.api().call(method, path, body);
        }
        assertThat(answer.status()).as(method + " " + path).isEqualTo(429);
        return answer;
    }
}
