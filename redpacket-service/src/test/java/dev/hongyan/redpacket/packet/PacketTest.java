package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import dev.hongyan.redpacket.draw.Draw;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PacketTest extends RedPacketServiceTest {
    @Test
    void howLargeAPacketMayBeIsThereToRead() {
        JsonNode limits = newUser().api().get("/api/red-packets/limits").body();
        assertThat(limits.path("maxCount").asInt()).isEqualTo(100);
        assertThat(limits.path("minShare").asInt()).isEqualTo(1);
        assertThat(limits.path("maxShare").asInt()).isEqualTo(20_000);
        assertThat(limits.path("maxTotal").asInt()).isEqualTo(2_000_000);
        assertThat(limits.path("expiresAfter").asInt()).isEqualTo(86_400);
    }

    @Test
    void aLuckyPacketIsSharedOutToTheLastFenAndProvesItsDraw() {
        TestUser alice = rich(2_000);
        List<TestUser> others = newUsers(4);
        UUID group = group(alice, others.get(0), others.get(1), others.get(2), others.get(3));

        Answer made = alice.send(group, "lucky", 1_000, 5);

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.text("state")).isEqualTo("active");
        assertThat(made.text("commitment")).matches("[0-9a-f]{64}");
        assertThat(alice.balance()).isEqualTo(1_000);
        String id = made.text("id");
        JsonNode message = messages(group).getFirst();
        assertThat(message.path("type").asText()).isEqualTo("red-packet");
        assertThat(message.path("sender").asText()).isEqualTo(alice.id().toString());
        assertThat(message.path("body").path("redPacket").asText()).isEqualTo(id);
        assertThat(others.get(0).see(id).body().path("seed").isNull()).isTrue();

        assertThat(alice.claim(id).status()).isEqualTo(201);
        for (TestUser user : others) {
            Answer claimed = user.claim(id);
            assertThat(claimed.status()).as(claimed.body().toString()).isEqualTo(201);
            assertThat(user.balance()).isEqualTo(claimed.body().path("amount").asLong());
        }
        JsonNode packet = alice.see(id).body();
        assertThat(packet.path("state").asText()).isEqualTo("finished");
        assertThat(packet.path("claimedTotal").asLong()).isEqualTo(1_000);
        byte[] seed = HexFormat.of().parseHex(packet.path("seed").asText());
        assertThat(Draw.commitment(seed, UUID.fromString(id))).isEqualTo(made.text("commitment"));
        long[] shares = packet.path("claims")
                .valueStream()
                .mapToLong(claim -> claim.path("amount").asLong())
                .toArray();
        assertThat(shares).isEqualTo(Draw.shares(seed, UUID.fromString(id), 1_000, 5, Draw.MAX_SHARE));
        assertThat(packet.path("claims")
                        .valueStream()
                        .filter(claim -> claim.path("luckiest").asBoolean()))
                .singleElement()
                .satisfies(best -> assertThat(best.path("amount").asLong())
                        .isEqualTo(LongStream.of(shares).max().orElseThrow()));
    }

    @Test
    void aClaimThatIsRepeatedHasTheSameAnswerForEver() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        String id = alice.sent(group, "equal", 100, 1);

        Answer first = bob.claim(id);
        Answer again = bob.claim(id);
        place(group, "group", alice);
        Answer afterLeaving = bob.claim(id);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(afterLeaving.status()).isEqualTo(200);
        assertThat(afterLeaving.body()).isEqualTo(first.body());
        assertThat(bob.balance()).isEqualTo(100);
    }

    @Test
    void claimerAndSenderGetOneLineEach() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        String id = alice.sent(group(alice, bob), "lucky", 100, 1);
        bob.claim(id);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(messages(bob.id())).singleElement().satisfies(line -> {
                assertThat(line.path("body").path("event").asText()).isEqualTo("red-packet-claimed");
                assertThat(line.path("body").path("amount").asLong()).isEqualTo(100);
            });
            assertThat(messages(alice.id())).singleElement().satisfies(line -> {
                assertThat(line.path("body").path("event").asText()).isEqualTo("red-packet-ended");
                assertThat(line.path("body").path("state").asText()).isEqualTo("finished");
            });
        });
        // They are deleted in the transaction that carries them, after they have come.
        await().untilAsserted(() ->
                assertThat(number("select count(*) from self_line")).isZero());
    }
}
