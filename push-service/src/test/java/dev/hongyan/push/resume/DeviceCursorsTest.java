package dev.hongyan.push.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.ComponentTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // injected
class DeviceCursorsTest {
    private final UUID device = Ids.v7();
    private final UUID conversation = Ids.v7();

    @Inject
    DeviceCursors cursors;

    @Inject
    DeviceCursorRepository repository;

    @Test
    void aDeviceThatWasNeverSeenHasNone() throws SQLException {
        assertThat(cursors.of(device)).isEmpty();
    }

    @Test
    void whatHasMovedIsKnownBeforeAndAfterItIsWritten() throws SQLException {
        cursors.move(device, conversation, 7);
        assertThat(cursors.of(device)).containsEntry(conversation, 7L);

        cursors.flush();
        assertThat(cursors.of(device)).containsEntry(conversation, 7L);
    }

    @Test
    void noCursorMovesBack() throws SQLException {
        cursors.move(device, conversation, 7);
        cursors.flush();
        cursors.move(device, conversation, 3);
        cursors.flush();

        assertThat(cursors.of(device)).containsEntry(conversation, 7L);
    }

    @Test
    void whenASocketGoesWhatHasMovedIsWrittenAtOnce() {
        cursors.move(device, conversation, 7);
        cursors.flushSoon();

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> repository.list(device).equals(Map.of(conversation, 7L)));
    }

    @Test
    void theDeviceOfAnEndedSessionIsForgotten() throws SQLException {
        cursors.move(device, conversation, 7);
        cursors.flush();

        cursors.forget(device);

        assertThat(cursors.of(device)).isEmpty();
    }
}
