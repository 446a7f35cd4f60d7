package dev.hongyan.push.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.message.MessageContentReader.Outcome;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final String ID = "01a1fbf2-bf31-7ae6-aee1-a9c6176d8ebe";
    private static final UUID CONVERSATION = UUID.fromString("f5e5d45b-16fc-89d7-a1dc-cfef7f20f487");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "null",
                "[]",
                "1",
                "{",
                "{} {}",
                "{}",
                "{\"op\":\"fly\"}",
                "{\"op\":[\"ping\"]}",
                "{\"op\":\"ping\"}",
                "{\"op\":\"ping\",\"n\":1.0}",
                "{\"op\":\"ping\",\"n\":\"1\"}",
                "{\"op\":\"ping\",\"n\":99999999999999999999}",
                "{\"op\":\"read\",\"conversation\":\"F5E5D45B-16FC-89D7-A1DC-CFEF7F20F487\",\"seq\":1}",
                "{\"op\":\"read\",\"conversation\":\"f5e5d45b-16fc-89d7-a1dc-cfef7f20f487\",\"seq\":-1}",
                "{\"op\":\"received\"}",
                "{\"op\":\"received\",\"cursors\":{\"x\":1}}",
                "{\"op\":\"received\",\"cursors\":{\"f5e5d45b-16fc-89d7-a1dc-cfef7f20f487\":true}}",
                "{\"op\":\"resume\",\"cursors\":[]}",
                "{\"op\":\"resume\",\"limit\":0}",
                "{\"op\":\"resume\",\"limit\":10001}",
                "{\"op\":\"resume\",\"limit\":4294967297}",
                "{\"op\":\"typing\",\"conversation\":\"f5e5d45b-16fc-89d7-a1dc-cfef7f20f487\",\"active\":1}",
                "{\"op\":\"presence\",\"state\":\"dancing\"}",
                "{\"op\":\"presence\",\"state\":\"online\",\"watch\":\"all\"}",
                "{\"op\":\"presence\",\"state\":\"online\",\"watch\":[1]}",
                "{\"op\":\"auth\"}",
                "{\"op\":\"send\"}",
                "{\"op\":\"send\",\"id\":\"x\"}"
            })
    void whatMeansNothingIsMalformed(String text) {
        assertThat(FrameReader.read(text)).isInstanceOf(ClientFrame.Malformed.class);
    }

    @Test
    void nestingWithoutEndIsMalformed() {
        assertThat(FrameReader.read("{\"op\":\"ping\",\"n\":" + "[".repeat(60_000)))
                .isInstanceOf(ClientFrame.Malformed.class);
    }

    @Test
    void aMalformedFrameIsNamedByItsIdOrElseItsOp() {
        assertThat(FrameReader.read("{\"op\":\"read\"}"))
                .isEqualTo(
                        new ClientFrame.Malformed("read", Map.of("conversation", "id.uuid", "seq", "value.required")));
        assertThat(FrameReader.read("{\"op\":\"send\",\"id\":\"x\"}"))
                .isEqualTo(new ClientFrame.Malformed("x", Map.of("id", "id.uuid")));
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        assertThat(FrameReader.read("{\"op\":\"ping\",\"n\":7,\"later\":{\"x\":[]}}"))
                .isEqualTo(new ClientFrame.Ping(7));
    }

    @Test
    void aResumeMayAskForAsMuchAsTheLogAnswersAtOnce() {
        assertThat(FrameReader.read("{\"op\":\"resume\",\"limit\":10000}"))
                .isEqualTo(new ClientFrame.Resume(Map.of(), 10_000));
    }

    @Test
    void resumeWithAndWithoutCursors() {
        assertThat(FrameReader.read("{\"op\":\"resume\"}"))
                .isEqualTo(new ClientFrame.Resume(Map.of(), FrameReader.DEFAULT_LIMIT));
        assertThat(FrameReader.read("{\"op\":\"resume\",\"limit\":5,\"cursors\":{\"" + CONVERSATION + "\":0}}"))
                .isEqualTo(new ClientFrame.Resume(Map.of(CONVERSATION, 0L), 5));
    }

    @Test
    void whoHasReadNothingMaySaySo() {
        assertThat(FrameReader.read("{\"op\":\"read\",\"conversation\":\"" + CONVERSATION + "\",\"seq\":0}"))
                .isEqualTo(new ClientFrame.Read(CONVERSATION, 0));
    }

    @Test
    void aSendWhoseIdIsLegibleIsRefusedAndNotMalformed() {
        ClientFrame read = FrameReader.read("{\"op\":\"send\",\"id\":\"" + ID + "\",\"type\":\"poem\"}");

        assertThat(read).isInstanceOfSatisfying(ClientFrame.Send.class, send -> {
            assertThat(send.conversation()).isNull();
            assertThat(send.content()).isInstanceOf(Outcome.Invalid.class);
        });
    }

    @Test
    void presenceMayLeaveTheListAsItIs() {
        assertThat(FrameReader.read("{\"op\":\"presence\",\"state\":\"away\"}"))
                .isEqualTo(new ClientFrame.Presence("away", null));
        assertThat(FrameReader.read("{\"op\":\"presence\",\"state\":\"online\",\"watch\":[\"" + ID + "\"]}"))
                .isEqualTo(new ClientFrame.Presence("online", List.of(UUID.fromString(ID))));
    }
}
