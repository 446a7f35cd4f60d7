package dev.hongyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void makesOrderedIdsOfVersionSeven() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(Ids.v7());
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 7 && id.variant() == 2);
        List<Long> times =
                ids.stream().map(id -> id.getMostSignificantBits() >>> 16).toList();
        assertThat(times).isSorted();
    }

    @Test
    void givesBothPartiesTheSameConversation() {
        UUID alice = Ids.v7();
        UUID bob = Ids.v7();
        UUID conversation = Ids.direct(alice, bob);
        assertThat(Ids.direct(bob, alice)).isEqualTo(conversation);
        assertThat(Ids.direct(alice, Ids.v7())).isNotEqualTo(conversation);
        assertThat(conversation.version()).isEqualTo(8);
        assertThat(conversation.variant()).isEqualTo(2);
    }

    @Test
    void orderIsThatOfTheTextAlsoForIdsWithTheHighestBitSet() {
        UUID low = UUID.fromString("0190b6e0-0000-7000-8000-000000000000");
        UUID high = UUID.fromString("f190b6e0-0000-7000-8000-000000000000");
        assertThat(Ids.direct(low, high)).isEqualTo(Ids.direct(high, low));
    }

    @Test
    void derivesTheSameIdFromTheSameInput() {
        UUID base = Ids.v7();
        assertThat(Ids.derived(base, "notice")).isEqualTo(Ids.derived(base, "notice"));
        assertThat(Ids.derived(base, "notice")).isNotEqualTo(Ids.derived(base, "other"));
    }
}
