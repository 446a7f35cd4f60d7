package dev.hongyan.redpacket.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The published script, in another language, agrees with a packet that it knows from the API's answer alone.
@QuarkusTest
class VerifyScriptTest extends RedPacketServiceTest {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOTHING = 2;

    @BeforeEach
    void requirePython() {
        assumeTrue(run("--version", "") == 0, "python3 is not installed, so its script cannot be run");
    }

    @Test
    void findsAHonestPacketRightAndAForgedOneWrong() throws IOException {
        TestUser alice = rich(20_000);
        List<TestUser> people = newUsers(6);
        UUID group =
                group(alice, people.get(0), people.get(1), people.get(2), people.get(3), people.get(4), people.get(5));
        String id = alice.sent(group, "lucky", 10_007, 7);
        assertThat(verify(answer(alice, id))).isEqualTo(NOTHING);
        alice.claim(id);
        people.forEach(user -> user.claim(id));
        ObjectNode honest = answer(alice, id);

        assertThat(verify(honest)).isEqualTo(RIGHT);

        ObjectNode forged = honest.deepCopy();
        ObjectNode first = (ObjectNode) forged.path("claims").get(0);
        first.put("amount", first.path("amount").asLong() + 1);
        assertThat(verify(forged)).isEqualTo(WRONG);
        ObjectNode otherSeed = honest.deepCopy();
        otherSeed.put("seed", "00".repeat(32));
        assertThat(verify(otherSeed)).isEqualTo(WRONG);
        ObjectNode shortened = honest.deepCopy();
        ((ArrayNode) shortened.path("claims")).remove(6);
        assertThat(verify(shortened)).isEqualTo(WRONG);
        ObjectNode smaller = shortened.deepCopy();
        smaller.put("claimedCount", 6);
        smaller.put(
                "claimedTotal",
                10_007 - honest.path("claims").get(6).path("amount").asLong());
        assertThat(verify(smaller)).isEqualTo(WRONG);
        ObjectNode badges = honest.deepCopy();
        badges.path("claims").forEach(claim -> ((ObjectNode) claim).put("luckiest", true));
        assertThat(verify(badges)).isEqualTo(WRONG);
    }

    private static ObjectNode answer(TestUser user, String id) {
        return (ObjectNode) user.see(id).body();
    }

    private static int verify(ObjectNode answer) {
        return run("../docs/reference/verify_draw.py", answer.toString());
    }

    /// What it ends with; -1 when there is no Python.
    private static int run(String argument, String input) {
        try {
            Process python = new ProcessBuilder("python3", "-B", argument)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = python.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return python.waitFor(30, TimeUnit.SECONDS) ? python.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
