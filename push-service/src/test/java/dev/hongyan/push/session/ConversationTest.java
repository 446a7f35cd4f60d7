package dev.hongyan.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Ids;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.messagelog.Runs;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final MemberNames NOBODY = MemberNames.of(null);
    private static final MemberNames MANY = MemberNames.of(EventHeaders.ASK.getBytes(StandardCharsets.US_ASCII));

    private final Conversation group = new Conversation(Ids.v7());

    private static MemberNames names(UUID... users) {
        return MemberNames.of(Stream.of(users)
                .map(UUID::toString)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static MemberNames names(int count) {
        return names(Stream.generate(Ids::v7).limit(count).toArray(UUID[]::new));
    }

    @Test
    void theFirstRecordTellsWhatAConversationIs() {
        UUID one = Ids.v7();
        UUID other = Ids.v7();
        Conversation direct = new Conversation(Ids.direct(one, other));

        direct.membersChanged(1, 2, names(one, other), NOBODY);
        group.membersChanged(1, 1, names(one, other), NOBODY);

        assertThat(direct.isDirect()).isTrue();
        assertThat(direct.isSmall()).isTrue();
        assertThat(group.isDirect()).isFalse();
        assertThat(group.isSmall()).isTrue();
    }

    @Test
    void theCountOfMembersFollowsJoinsAndLeaves() {
        group.describe("group", 20, 7);
        assertThat(group.isSmall()).isTrue();

        group.membersChanged(8, 9, names(1), NOBODY);
        assertThat(group.isSmall()).isFalse();
        group.membersChanged(12, 12, NOBODY, names(2));
        assertThat(group.isSmall()).isTrue();
        group.membersChanged(13, 13, NOBODY, names(18));
        assertThat(group.isSmall()).isFalse();
    }

    @Test
    void whatIsCountedAlreadyIsNotCountedTwice() {
        group.describe("group", 20, 7);
        group.membersChanged(7, 7, names(1), NOBODY);
        assertThat(group.isSmall()).isTrue();

        group.membersChanged(8, 8, names(1), NOBODY);
        group.describe("group", 20, 7);
        assertThat(group.isSmall()).isFalse();
        group.describe("group", 20, 9);
        assertThat(group.isSmall()).isTrue();
    }

    @Test
    void aRecordThatChangesNobodyLeavesItToTheLogToDescribeIt() {
        group.membersChanged(57, 57, NOBODY, NOBODY);

        assertThat(group.describe("direct", 2, 56)).isTrue();
        assertThat(group.isDirect()).isTrue();
        assertThat(group.isSmall()).isTrue();
    }

    @Test
    void ofOneThatNobodyHasCountedAChangeIsAskedFor() {
        group.membersChanged(57, 57, names(3), NOBODY);

        assertThat(group.describe("group", 2, 56)).isFalse();
        assertThat(group.isSmall()).isFalse();
        group.membersChanged(58, 58, names(1), NOBODY);
        assertThat(group.describe("group", 5, 57)).isFalse();
        assertThat(group.describe("group", 6, 58)).isTrue();
        assertThat(group.isSmall()).isTrue();
    }

    @Test
    void moreThanCanBeNamedAreMany() {
        group.describe("group", 3, 1);
        group.membersChanged(2, 2, MANY, NOBODY);
        assertThat(group.isSmall()).isFalse();
    }

    @Test
    void sessionsEnterAndLeaveApartByLoop() {
        Registry registry = new Registry();
        UUID conversation = group.id();
        Peer first = new Peer(registry, Ids.v7(), Map.of());
        Peer second = new Peer(registry, Ids.v7(), Map.of());
        Subscription one = first.live(conversation, 0);
        Subscription two = second.live(conversation, 0);

        Conversation held = one.conversation();
        assertThat(two.conversation()).isSameAs(held).isSameAs(registry.conversation(conversation));
        assertThat(held.byLoop()).hasDimensions(2, 1);
        assertThat(held.on(first.session().loop())).containsExactly(one);

        first.session().subscriptions().leave(one);
        assertThat(held.on(first.session().loop())).isEmpty();
        assertThat(held.on(second.session().loop())).containsExactly(two);
        second.session().subscriptions().leave(two);
        assertThat(registry.conversation(conversation)).isNull();
        assertThat(new Peer(registry, Runs.SENDER, Map.of())
                        .live(conversation, 0)
                        .conversation())
                .isSameAs(registry.conversation(conversation));
    }

    @Test
    void whatARecordOrAnAnswerHasToldOfMembersIsToldOnce() {
        Conversation group = new Conversation(UUID.randomUUID());

        assertThat(group.takeUntold(1, 1)).isTrue();
        assertThat(group.takeUntold(1, 1)).isFalse();
        assertThat(group.takeUntold(2, 4)).isTrue();
        assertThat(group.takeUntold(1, 4)).isFalse();
        assertThat(group.takeUntold(3, 5)).isTrue();
        assertThat(group.takeUntold(9, 10)).isTrue();
        assertThat(group.takeUntold(9, 9)).isFalse();
        assertThat(group.takeUntold(6, 7)).isTrue();
        assertThat(group.takeUntold(8, 8)).isTrue();
        assertThat(group.takeUntold(8, 10)).isFalse();
    }
}
