package dev.hongyan.push.messagelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SyncReaderTest {
    private static final UUID CONVERSATION = UUID.randomUUID();
    private static final UUID USER = UUID.randomUUID();

    private static SyncItem read(String members) throws IOException {
        String answer = "{\"items\":[{\"conversation\":\"" + CONVERSATION
                + "\",\"member\":true,\"kind\":\"group\",\"members\":3,\"head\":5,\"from\":6,\"to\":5,\"more\":false,"
                + members + "\"messages\":[]}]}";
        List<SyncItem> items = SyncReader.read(answer.getBytes(StandardCharsets.UTF_8));
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    @Test
    void whoJoinedAndLeftIsNamed() throws IOException {
        SyncItem item = read("\"joined\":[\"" + USER + "\"],\"left\":[],");

        assertThat(item.joined().users()).containsExactly(USER);
        assertThat(item.left().isEmpty()).isTrue();
        assertThat(item.changesMembers()).isTrue();
    }

    @Test
    void moreThanCanBeNamedMayBeAnybody() throws IOException {
        SyncItem item = read("\"joined\":\"ask\",\"left\":\"ask\",");

        assertThat(item.joined().mayName(USER)).isTrue();
        assertThat(item.left().mayName(USER)).isTrue();
        assertThat(item.changesMembers()).isTrue();
    }

    @Test
    void anAnswerWithoutThemChangesNoMembers() throws IOException {
        assertThat(read("").changesMembers()).isFalse();
    }
}
