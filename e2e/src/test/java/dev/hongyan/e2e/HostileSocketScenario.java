package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that harm at most the socket they come from.
@OnCluster
class HostileSocketScenario {
    private static final String KILOBYTES_64 = "x".repeat(64 * 1024);

    private final TestUser ann;
    private final TestUser ben;
    private final UUID conversation;

    HostileSocketScenario(Stack stack) {
        TestUser.Pair pair = TestUser.friends(stack);
        ann = pair.one();
        ben = pair.other();
        conversation = pair.conversation();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "null",
                "[]",
                "1",
                "{",
                "{\"op\":\"ping\"",
                "{} {}",
                "{\"op\":\"fly\"}",
                "{\"op\":null}",
                "{\"op\":[\"ping\"]}",
                "{}",
                "{\"op\":\"ping\",\"n\":1.5}",
                "{\"op\":\"ping\",\"n\":\"10\"}",
                "{\"op\":\"ping\",\"n\":99999999999999999999}",
                "{\"op\":\"read\",\"conversation\":\"x\",\"seq\":1}",
                "{\"op\":\"received\",\"cursors\":[]}",
                "{\"op\":\"received\",\"cursors\":{\"x\":1}}",
                "{\"op\":\"resume\",\"cursors\":1}",
                "{\"op\":\"resume\",\"limit\":0}",
                "{\"op\":\"typing\",\"active\":\"yes\"}",
                "{\"op\":\"presence\",\"state\":\"dancing\"}",
                "{\"op\":\"presence\",\"state\":\"online\",\"watch\":[1]}",
                "{\"op\":\"send\"}",
                "{\"op\":\"send\",\"id\":\"x\",\"type\":\"text\",\"body\":{\"text\":\"a\"}}"
            })
    void aFrameThatMeansNothingIsAnError(String frame) {
        try (Device phone = ann.device().live();
                Device bens = ben.device().live()) {
            phone.raw(frame);
            JsonNode error = phone.inbox().await("error", _ -> true);
            assertThat(error.path("problem").path("status").asInt()).isEqualTo(400);
            assertThat(error.path("problem").path("type").asText()).startsWith("/problems/");
            assertThat(error.toString()).doesNotContain("Exception", "java.", "dev.hongyan");
            phone.sent(conversation, "the socket goes on");
            bens.awaitMessage(conversation, "the socket goes on");
            bens.ping();
            assertThat(bens.inbox().all("error")).isEmpty();
        }
    }

    @Test
    void nestingWithoutEndIsAnError() {
        try (Device phone = ann.device().live()) {
            phone.raw("{\"op\":\"send\",\"body\":" + "[".repeat(60_000));
            phone.inbox().await("error", _ -> true);
            phone.sent(conversation, "the socket goes on");
        }
    }

    @Test
    void tooManyMeaninglessFramesEndTheirSocketOnly() {
        try (Device phone = ann.device().live();
                Device bens = ben.device().live()) {
            for (int i = 0; i < 2_000 && phone.socket().isOpen(); i++) {
                phone.raw("nonsense");
            }
            assertThat(phone.socket().awaitClosed(Stack.SOON).code()).isIn(1008, 4429);
            bens.sent(conversation, "others go on");
            phone.connect().live().awaitMessage(conversation, "others go on");
        }
    }

    @Test
    void anOversizedMessageClosesItsSocketWith1009AndNoOther() {
        try (Device phone = ann.device().live();
                Device laptop = ann.anotherDevice().live();
                Device bens = ben.device().live()) {
            phone.raw("{\"op\":\"ping\",\"n\":1,\"padding\":\"" + KILOBYTES_64 + "\"}");
            assertThat(phone.socket().awaitClosed(Stack.SOON).code()).isEqualTo(1009);
            laptop.sent(conversation, "from the other device");
            bens.awaitMessage(conversation, "from the other device");
            assertThat(laptop.socket().isOpen()).isTrue();
        }
    }

    @Test
    void aMessageJustBelowTheSizeIsTaken() {
        try (Device phone = ann.device().live()) {
            String start = "{\"op\":\"ping\",\"n\":7,\"padding\":\"";
            phone.raw(start + "x".repeat(64 * 1024 - start.length() - 2) + "\"}");
            phone.inbox().await("pong", frame -> frame.path("n").asInt() == 7);
        }
    }

    @Test
    void textsThatCannotBeStoredHarmNoneOfThoseSentBesideThem() {
        List<String> hostile = List.of("\\u0000", "a\\u0000b", "\\ud83e", "\\udebf\\ud83e", "ok\\udfff");
        String long10k = "鸿".repeat(10_000);
        try (Device phone = ann.device().live();
                Device bens = ben.device().live()) {
            for (int round = 0; round < 10; round++) {
                phone.send(conversation, "before " + round);
                String text = hostile.get(round % hostile.size());
                phone.raw("{\"op\":\"send\",\"id\":\"" + Ids.v7() + "\",\"conversation\":\"" + conversation
                        + "\",\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"}}");
                bens.send(conversation, "beside " + round);
                phone.send(conversation, long10k);
                phone.send(conversation, "after " + round);
            }
            UUID last = phone.send(conversation, "last");
            phone.seqOf(last);
            phone.ping();
            Awaitility.await().atMost(Stack.SOON).until(() -> phone.unanswered() + bens.unanswered() == 0);
            assertThat(phone.inbox().all("refused"))
                    .hasSize(10)
                    .allMatch(
                            frame -> frame.path("problem").path("type").asText().equals("/problems/invalid-request"));
            bens.awaitMessage(conversation, "last");
            assertThat(bens.texts(conversation)).hasSize(41);
            assertThat(bens.texts(conversation).stream().filter(long10k::equals))
                    .hasSize(10);
            assertThat(phone.violations()).isEmpty();
            assertThat(bens.violations()).isEmpty();
        }
    }

    @Test
    void bytesThatAreNoUtf8OrNoFrameEndTheirSocketOnly() {
        try (Device bens = ben.device().live();
                Device phone = ann.device().live()) {
            byte[] notUtf8 = {(byte) 0x81, (byte) 0x84, 0, 0, 0, 0, (byte) 0xff, (byte) 0xfe, (byte) 0xed, (byte) 0xa0};
            byte[] unmasked = {(byte) 0x81, 0x02, '{', '}'};
            byte[] reserved = {(byte) 0xf3, (byte) 0x80, 0, 0, 0, 0};
            byte[] endless = {(byte) 0x81, (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
            byte[] binary = {(byte) 0x82, (byte) 0x82, 0, 0, 0, 0, '{', '}'};
            for (byte[] frame : List.of(notUtf8, unmasked, reserved, endless, binary)) {
                try (RawHttp raw =
                        RawHttp.upgraded(ann.stack().gateway(), ann.session().accessToken())) {
                    raw.write(frame);
                    raw.write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
                    assertThat(raw.awaitEnd()).isTrue();
                }
            }
            phone.sent(conversation, "others go on");
            bens.awaitMessage(conversation, "others go on");
        }
    }
}
