package dev.hongyan.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.JoinRequestAnswered;
import dev.hongyan.contracts.group.JoinRequested;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepublishTest extends GroupServiceTest {
    @Test
    void tellsGroupsMembersAndRequestsAgainAsTheyAreNow() {
        Instant from = Instant.now();
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group(bob);
        UUID request = UUID.fromString(carol.join(group).text("id"));
        alice.api().patch("/api/groups/" + group, Map.of("name", "Swans"));
        bob.leave(group);
        alice.api().post("/api/groups/" + group + "/requests/" + request + "/decline", null);

        Answer answer = service()
                .post(
                        "/internal/republish",
                        Map.of(
                                "from",
                                from.toString(),
                                "to",
                                Instant.now().plusSeconds(1).toString()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("events").asInt()).isGreaterThanOrEqualTo(5);
        UUID id = UUID.fromString(group);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<GroupEvent> events = published(group);
            assertThat(events.subList(7, events.size()))
                    .containsExactlyInAnyOrder(
                            new GroupChanged(id, 2, alice.id(), "Swans", null, null, false, false),
                            new MemberChanged(id, alice.id(), 1, alice.id(), true, MemberRole.OWNER, null),
                            new MemberChanged(id, bob.id(), 2, bob.id(), false, MemberRole.MEMBER, null),
                            new JoinRequested(id, request, 2, carol.id(), null, List.of(alice.id())),
                            new JoinRequestAnswered(id, request, 2, carol.id(), alice.id(), false));
        });
    }

    @Test
    void isForServicesAlone() {
        assertThat(newUser().api().post("/internal/republish", "{}").status()).isEqualTo(403);
        assertThat(service().post("/internal/republish", "{}").status()).isEqualTo(400);
    }
}
