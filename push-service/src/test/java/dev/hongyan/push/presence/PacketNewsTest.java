package dev.hongyan.push.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.redpacket.PacketChanged;
import dev.hongyan.contracts.redpacket.PacketKind;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketNewsTest {
    private final UUID packet = Ids.v7();
    private final UUID conversation = Ids.v7();
    private volatile boolean starving;
    private final Registry registry = new Registry() {
        @Override
        public @Nullable Conversation conversation(UUID id) {
            if (starving && Thread.currentThread().isVirtual()) {
                starving = false;
                throw new OutOfMemoryError("beside the heap");
            }
            return super.conversation(id);
        }
    };
    private final Peer member = new Peer(registry, Ids.v7(), Map.of());
    private final Peer stranger = new Peer(registry, Ids.v7(), Map.of());
    private final PacketNews news = new PacketNews(registry);
    private final List<String> frames = new ArrayList<>();

    @BeforeEach
    void begin() {
        member.live(conversation, 9);
        stranger.live(Ids.v7(), 9);
        news.start();
    }

    @AfterEach
    void stop() {
        news.stop();
    }

    @Test
    void theFirstStateIsToldAtOnceAndTheNewestOfTheNextSecond() {
        news.apply(changed(2, PacketState.ACTIVE, 1));
        awaitFrames(1);
        for (int claims = 2; claims <= 50; claims++) {
            news.apply(changed(claims + 1, PacketState.ACTIVE, claims));
        }
        news.apply(changed(60, PacketState.FINISHED, 51));
        awaitFrames(2);

        assertThat(frames)
                .containsExactly(
                        "{\"op\":\"packet\",\"redPacket\":\"" + packet + "\",\"conversation\":\"" + conversation
                                + "\",\"state\":\"active\",\"claimedCount\":1}",
                        "{\"op\":\"packet\",\"redPacket\":\"" + packet + "\",\"conversation\":\"" + conversation
                                + "\",\"state\":\"finished\",\"claimedCount\":51}");
        assertThat(stranger.frames()).isEmpty();
    }

    @Test
    void anOlderStateIsNeverToldAfterANewerOneAndWhatIsNotShownNever() {
        news.apply(changed(1, PacketState.PENDING, 0));
        news.apply(changed(2, PacketState.VOID, 0));
        news.apply(changed(5, PacketState.FINISHED, 3));
        awaitFrames(1);
        news.apply(changed(4, PacketState.ACTIVE, 2));
        news.apply(changed(6, PacketState.REFUNDED, 3));
        awaitFrames(2);
        assertThat(frames.get(0)).contains("finished");
        assertThat(frames.get(1)).contains("refunded");

        news.apply(changed(3, PacketState.ACTIVE, 1));
        UUID other = Ids.v7();
        news.apply(new PacketChanged(
                other,
                1,
                conversation,
                Ids.v7(),
                PacketKind.EQUAL,
                PacketState.ACTIVE,
                1,
                "CNY",
                1,
                0,
                0,
                Instant.EPOCH));
        awaitFrames(3);
        assertThat(frames.get(2)).contains(other.toString());
    }

    @Test
    void afterAFailureItTellsOnWhateverItWas() {
        starving = true;
        news.apply(changed(2, PacketState.ACTIVE, 1));
        await().atMost(Duration.ofSeconds(10)).until(() -> !starving);
        news.apply(changed(3, PacketState.ACTIVE, 2));
        awaitFrames(1);
        assertThat(frames.getFirst()).contains("\"claimedCount\":2");
    }

    private void awaitFrames(int count) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            frames.addAll(member.frames());
            assertThat(frames).hasSizeGreaterThanOrEqualTo(count);
        });
        assertThat(frames).hasSize(count);
    }

    private PacketChanged changed(long version, PacketState state, int claims) {
        return new PacketChanged(
                packet,
                version,
                conversation,
                Ids.v7(),
                PacketKind.LUCKY,
                state,
                100,
                "CNY",
                100,
                claims,
                claims,
                Instant.EPOCH);
    }
}
