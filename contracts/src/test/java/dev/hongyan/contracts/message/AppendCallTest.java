package dev.hongyan.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AppendCallTest {
    @Test
    void givesBackWhatWasPutIn() {
        MessageContent content = MessageContent.notice("{\"event\":\"welcome\"}");
        Append append = new Append(Append.Origin.SELF, Ids.v7(), Ids.v7(), Ids.v7(), content);
        Append read = AppendCall.decodeRequest(AppendCall.encodeRequest(List.of(append, append)))
                .get(1);
        assertThat(read.origin()).isEqualTo(Append.Origin.SELF);
        assertThat(read.conversation()).isEqualTo(append.conversation());
        assertThat(read.id()).isEqualTo(append.id());
        assertThat(read.sender()).isEqualTo(append.sender());
        assertThat(read.content().type()).isEqualTo(MessageType.NOTICE);
        assertThat(new String(read.content().canonical(), StandardCharsets.UTF_8))
                .contains("welcome");
    }

    @Test
    void givesBackTheTracesOfThoseThatHaveOne() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        MessageContent content = MessageContent.notice("{\"event\":\"welcome\"}");
        Append plain = new Append(Append.Origin.USER, Ids.v7(), Ids.v7(), Ids.v7(), content);
        Append traced = new Append(Append.Origin.USER, Ids.v7(), Ids.v7(), Ids.v7(), content, traceparent);
        byte[] call = AppendCall.encodeRequest(List.of(plain, traced, plain));
        assertThat(AppendCall.decodeRequest(call))
                .extracting(Append::traceparent)
                .containsExactly(null, traceparent, null);
        byte[] cut = Arrays.copyOf(call, call.length - 1);
        assertThatThrownBy(() -> AppendCall.decodeRequest(cut)).isInstanceOf(IllegalArgumentException.class);
        byte[] ofNone = AppendCall.encodeRequest(List.of(traced));
        ofNone[ofNone.length - 56] = 9;
        assertThatThrownBy(() -> AppendCall.decodeRequest(ofNone)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoReadsNoTracesFindsTheAppendsWhereTheyAlwaysWere() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        MessageContent content = MessageContent.notice("{\"event\":\"welcome\"}");
        Append plain = new Append(Append.Origin.USER, Ids.v7(), Ids.v7(), Ids.v7(), content);
        byte[] known = AppendCall.encodeRequest(List.of(plain, plain));
        byte[] traced = AppendCall.encodeRequest(List.of(plain.tracedBy(traceparent), plain.tracedBy(traceparent)));
        assertThat(traced).hasSizeGreaterThan(known.length).startsWith(known);
    }

    @Test
    void givesBackEveryAnswer() {
        List<AppendAnswer> answers = List.of(
                new AppendAnswer.Stored(42, Instant.ofEpochMilli(1_763_712_000_123L), true),
                new AppendAnswer.Refused(ProblemCode.NOT_FRIENDS),
                new AppendAnswer.Refused(ProblemCode.MUTED, Instant.parse("2026-11-20T11:32:00.123Z")),
                new AppendAnswer.Retry(250));
        assertThat(AppendCall.decodeAnswer(AppendCall.encodeAnswer(answers))).isEqualTo(answers);
    }

    @Test
    void refusesContentThatIsNoObjectOrTooLarge() {
        for (String content : List.of("", "{", "[]", "x}", "{" + " ".repeat(AppendCall.MAX_CONTENT_BYTES) + "}")) {
            MessageContent odd = new MessageContent(MessageType.TEXT, content.getBytes(StandardCharsets.UTF_8), false);
            byte[] call = AppendCall.encodeRequest(
                    List.of(new Append(Append.Origin.USER, Ids.v7(), Ids.v7(), Ids.v7(), odd)));
            assertThatThrownBy(() -> AppendCall.decodeRequest(call)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesWhateverIsCutOrChanged() {
        Append append = new Append(
                Append.Origin.USER, Ids.v7(), Ids.v7(), Ids.v7(), MessageContent.notice("{\"event\":\"welcome\"}"));
        byte[] whole = AppendCall.encodeRequest(List.of(append));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> AppendCall.decodeRequest(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        byte[] noise = new byte[200];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(noise);
            assertThatThrownBy(() -> AppendCall.decodeRequest(noise)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
