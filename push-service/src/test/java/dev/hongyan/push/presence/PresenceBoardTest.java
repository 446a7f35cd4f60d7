package dev.hongyan.push.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresenceBoardTest {
    private static final UUID USER = UUID.randomUUID();
    private static final UUID HERE = UUID.randomUUID();
    private static final UUID THERE = UUID.randomUUID();

    private final PresenceBoard board = new PresenceBoard();

    @Test
    void nobodyIsThereBeforeAnInstanceSaysSo() {
        assertThat(board.state(USER)).isEqualTo("offline");
        assertThat(board.note(USER, HERE, "offline", 0)).isFalse();
    }

    @Test
    void aUserIsAsPresentAsTheInstanceThatSeesHimMost() {
        assertThat(board.note(USER, HERE, "away", 0)).isTrue();
        assertThat(board.note(USER, THERE, "online", 0)).isTrue();
        assertThat(board.state(USER)).isEqualTo("online");
        assertThat(board.note(USER, THERE, "offline", 0)).isTrue();
        assertThat(board.state(USER)).isEqualTo("away");
    }

    @Test
    void repeatingChangesNothing() {
        board.note(USER, HERE, "online", 0);

        assertThat(board.note(USER, HERE, "online", 1)).isFalse();
    }

    @Test
    void anInstanceThatHasFallenSilentIsForgotten() {
        board.note(USER, HERE, "online", 0);

        assertThat(board.forgetOld(Duration.ofSeconds(70).toNanos())).isEmpty();
        assertThat(board.forgetOld(Duration.ofSeconds(76).toNanos())).containsExactly(USER);
        assertThat(board.state(USER)).isEqualTo("offline");
    }

    @Test
    void knowsWhetherOthersSeeAUserOrAnybody() {
        board.note(USER, HERE, "online", 0);
        assertThat(board.isSeenByOthers(USER, HERE)).isFalse();
        assertThat(board.knowsOthers(HERE)).isFalse();

        board.note(UUID.randomUUID(), THERE, "online", 0);
        assertThat(board.isSeenByOthers(USER, HERE)).isFalse();
        assertThat(board.knowsOthers(HERE)).isTrue();
        board.note(USER, THERE, "away", 0);
        assertThat(board.isSeenByOthers(USER, HERE)).isTrue();

        board.forgetOld(Duration.ofSeconds(76).toNanos());
        assertThat(board.knowsOthers(HERE)).isFalse();
    }
}
