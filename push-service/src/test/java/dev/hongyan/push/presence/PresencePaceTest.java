package dev.hongyan.push.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.session.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PresencePaceTest {
    private final Peer peer = new Peer();
    private final List<ClientFrame.Presence> shown = new ArrayList<>();
    private final PresencePace pace = new PresencePace(peer.session(), shown::add);

    private void pass(long millis) {
        peer.channel().advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        peer.channel().runScheduledPendingTasks();
    }

    @Test
    void theFirstCountsAtOnceAndThenTheLastOfTwoSeconds() {
        for (int i = 0; i < 50; i++) {
            pace.show(new ClientFrame.Presence(i % 2 == 0 ? "online" : "away", null));
        }
        assertThat(shown).containsExactly(new ClientFrame.Presence("online", null));
        pass(2_001);
        assertThat(shown).hasSize(2).last().isEqualTo(new ClientFrame.Presence("away", null));
        pass(2_001);

        pace.show(new ClientFrame.Presence("online", null));
        assertThat(shown).hasSize(3);
    }

    @Test
    void aListThatWaitsIsNotLostByAFrameWithoutOne() {
        List<UUID> watched = List.of(Ids.v7());
        pace.show(new ClientFrame.Presence("online", null));
        pace.show(new ClientFrame.Presence("online", watched));
        pace.show(new ClientFrame.Presence("away", null));
        pass(2_001);

        assertThat(shown).last().isEqualTo(new ClientFrame.Presence("away", watched));
    }
}
