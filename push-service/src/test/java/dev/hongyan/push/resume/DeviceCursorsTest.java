package dev.hongyan.push.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.ComponentTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

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
    void aDeviceThatWasNeverSeenHasNone() throws SQLException, InterruptedException {
        assertThat(cursors.of(device)).isEmpty();
    }

    @Test
    void whatHasMovedIsKnownBeforeAndAfterItIsWritten() throws SQLException, InterruptedException {
        cursors.move(device, conversation, 7);
        assertThat(cursors.of(device)).containsEntry(conversation, 7L);

        cursors.flush();
        assertThat(cursors.of(device)).containsEntry(conversation, 7L);
    }

    @Test
    void noCursorMovesBack() throws SQLException, InterruptedException {
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
    void theDeviceOfAnEndedSessionIsForgotten() throws SQLException, InterruptedException {
        cursors.move(device, conversation, 7);
        cursors.flush();

        cursors.forget(device);

        assertThat(cursors.of(device)).isEmpty();
    }

    @Test
    void whatAnOutageHasGatheredIsWrittenInPartsAndEachPartOnce() throws SQLException, InterruptedException {
        List<Integer> written = new ArrayList<>();
        AtomicBoolean down = new AtomicBoolean();
        DeviceCursors many = new DeviceCursors(new DeviceCursorRepository(new PGSimpleDataSource()) {
            @Override
            Map<UUID, Long> list(UUID asked) {
                return Map.of();
            }

            @Override
            void upsert(List<DeviceCursor> chunk) throws SQLException {
                if (down.get() && !written.isEmpty()) {
                    throw new SQLException("takes too long");
                }
                written.add(chunk.size());
            }
        });
        for (int i = 0; i < 4_500; i++) {
            many.move(i < 4_000 ? Ids.v7() : device, Ids.v7(), 7);
        }

        down.set(true);
        many.flush();
        down.set(false);
        many.flush();
        many.flush();

        assertThat(written).containsExactly(2_000, 2_000, 500);
        assertThat(many.of(device)).isEmpty();
    }
}
