package dev.hongyan.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResumePaceTest {
    private final Peer peer = new Peer();
    private final ResumePace pace = peer.session().subscriptions().pace();
    private final List<Integer> begun = new ArrayList<>();

    private void ask(int number) {
        pace.ask(() -> begun.add(number));
    }

    @Test
    void oneRunsAndOfThoseThatComeMeanwhileTheLastOne() {
        ask(1);
        ask(2);
        ask(3);
        assertThat(begun).containsExactly(1);

        pace.ended();
        pace.ended();

        assertThat(begun).containsExactly(1, 3);
    }

    @Test
    void afterSomeAtOnceOneHasToWait() {
        for (int i = 1; i <= 5; i++) {
            ask(i);
            pace.ended();
        }

        ask(6);
        ask(7);
        assertThat(begun).containsExactly(1, 2, 3, 4, 5);
        peer.channel().advanceTimeBy(2_001, TimeUnit.MILLISECONDS);
        peer.channel().runScheduledPendingTasks();

        assertThat(begun).containsExactly(1, 2, 3, 4, 5, 7);
    }

    @Test
    void whoHasGoneBeginsNothing() {
        ask(1);
        ask(2);
        peer.session().abort(1001);

        pace.ended();

        assertThat(begun).containsExactly(1);
    }
}
