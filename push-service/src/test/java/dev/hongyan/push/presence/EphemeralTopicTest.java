package dev.hongyan.push.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.push.PresenceChanged;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.contracts.push.TypingChanged;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EphemeralTopicTest {
    private static boolean isWorthSendingAfter(Duration waiting, PushEvent event) {
        long since = System.nanoTime();
        return new EphemeralTopic.Waiting(event, since).isWorthSending(since + waiting.toNanos());
    }

    @Test
    void whatHasWaitedTooLongDoesNotPassForFresh() {
        PushEvent typing = new TypingChanged(Ids.v7(), Ids.v7(), true, Ids.v7());

        assertThat(isWorthSendingAfter(Duration.ofSeconds(9), typing)).isTrue();
        assertThat(isWorthSendingAfter(Duration.ofSeconds(10), typing)).isFalse();
    }

    @Test
    void presenceIsWorthSomethingLaterToo() {
        PushEvent presence = new PresenceChanged(Ids.v7(), Ids.v7(), "online");

        assertThat(isWorthSendingAfter(Duration.ofMinutes(1), presence)).isTrue();
    }
}
