package dev.hongyan.push.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRunTest {
    private static final UUID CONVERSATION = UUID.randomUUID();

    @Test
    void findsEachMessageInTheBytesOfARecord() {
        LogRun run = Runs.of(CONVERSATION, 7, 9, "你好");

        assertThat(run.entries()).extracting(LogRun.Entry::seq).containsExactly(7L, 8L, 9L);
        for (LogRun.Entry entry : run.entries()) {
            String message =
                    new String(run.bytes(), entry.start(), entry.end() - entry.start(), StandardCharsets.UTF_8);
            assertThat(message).startsWith("{\"conversation\"").endsWith("\"mentions\":[]}");
        }
    }

    @Test
    void whatIsHeldAlreadyIsCutOff() {
        LogRun run = Runs.of(CONVERSATION, 1, 5, "x");

        assertThat(run.after(0).entries()).hasSize(5);
        assertThat(run.after(3).entries()).extracting(LogRun.Entry::seq).containsExactly(4L, 5L);
        assertThat(run.after(9).entries()).isEmpty();
    }

    @Test
    void knowsWhatAMessageSaysAndWhenItWasStored() {
        LogRun run = Runs.of(CONVERSATION, 1, 1, "你好");
        LogRun.Entry entry = run.entries().getFirst();

        assertThat(run.says(entry, Runs.text("你好").canonical())).isTrue();
        assertThat(run.says(entry, Runs.text("好").canonical())).isFalse();
        assertThat(run.says(entry, Runs.text("你好你好".repeat(50)).canonical())).isFalse();
        assertThat(run.at(entry, Runs.text("你好").canonical())).isEqualTo(Runs.AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"conversation\":\"x\"}", "{\"conversation\":1,\"from\":1,\"to\":2}"})
    void aRecordOfAnotherShapeIsRefused(String value) {
        assertThatThrownBy(() -> LogRun.ofRecord(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void readsTheAnswerOfASyncInOnePass() throws IOException {
        String message =
                "{\"conversation\":\"%s\",\"seq\":4,\"id\":\"%s\",\"sender\":null,\"at\":\"%s\",\"type\":\"notice\"}"
                        .formatted(CONVERSATION, new UUID(7, 4), Runs.AT);
        String answer =
                "{\"later\":{},\"items\":[{\"conversation\":\"" + CONVERSATION + "\",\"member\":false,\"kind\":null,"
                        + "\"members\":2,\"head\":9,\"from\":3,\"to\":4,\"more\":true,\"joined\":[\"" + new UUID(1, 2)
                        + "\"],\"left\":[\"" + new UUID(3, 4) + "\"],\"messages\":[" + message + "]}]}";

        SyncItem item = SyncReader.read(answer.getBytes(StandardCharsets.UTF_8)).getFirst();

        assertThat(item.member()).isFalse();
        assertThat(item.more()).isTrue();
        assertThat(item.head()).isEqualTo(9);
        assertThat(item.joined().users()).containsExactly(new UUID(1, 2));
        assertThat(item.left().users()).containsExactly(new UUID(3, 4));
        assertThat(item.run().from()).isEqualTo(3);
        assertThat(item.run().entries()).extracting(LogRun.Entry::seq).containsExactly(4L);
    }
}
