package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// With room for very few.
@QuarkusTest
@TestProfile(FullQueueTest.Small.class)
class FullQueueTest extends RedPacketServiceTest {
    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hongyan.packet.claims.workers", "1",
                    "hongyan.packet.claims.at-once", "1",
                    "hongyan.packet.claims.waiting", "4",
                    "hongyan.packet.claims.waiting-for-one", "2");
        }
    }

    @Test
    void whoFindsNoRoomIsToldWhenToComeAgainAndIsPaidThen() {
        TestUser alice = rich(600);
        List<TestUser> people = newUsers(6);
        UUID group =
                group(people.get(0), people.get(1), people.get(2), people.get(3), people.get(4), people.get(5), alice);
        String id = alice.sent(group, "equal", 600, 6);
        ConcurrentLinkedQueue<TestUser> taps = new ConcurrentLinkedQueue<>(people);
        holding("select 1 from packet where id = '" + id + "' for update", () -> {
            List<Answer> answers = Api.together(6, () -> taps.remove().claim(id));
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 429)
                    .isNotEmpty()
                    .allSatisfy(answer -> {
                        assertThat(answer.problem()).isEqualTo("too-many-requests");
                        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    });
        });
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(people)
                        .allSatisfy(user -> assertThat(user.claim(id).status()).isIn(200, 201)));
        assertThat(alice.see(id).text("state")).isEqualTo("finished");
    }
}
