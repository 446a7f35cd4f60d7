package dev.hongyan.push.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.push.PositionsMoved;
import dev.hongyan.contracts.push.PresenceChanged;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.contracts.push.TypingChanged;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.push.ComponentTest;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.messagelog.Position;
import dev.hongyan.push.resume.DeviceCursors;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Subscription;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // injected, or made before each test
class PositionNewsTest {
    private final UUID conversation = Ids.v7();
    private final UUID other = Ids.v7();
    private final UUID mine = Ids.v7();
    private final Registry registry = new Registry();
    private final Peer sender = new Peer(registry, mine, Map.of());
    private final Peer otherDevice = new Peer(registry, mine, Map.of());
    private final Peer receiver = new Peer(registry, other, Map.of());
    private final List<PushEvent> published = new CopyOnWriteArrayList<>();

    @Inject
    EventProducer producer;

    @Inject
    DeviceCursors deviceCursors;

    private Presence presence;
    private PositionNews news;
    private Ephemeral ephemeral;
    private Subscription subscription;

    @BeforeEach
    void begin() {
        EphemeralTopic topic = new EphemeralTopic(producer) {
            @Override
            void publish(PushEvent event) {
                published.add(event);
            }
        };
        presence = new Presence(registry, topic, Peer.config(Map.of()), (user, users) -> Set.of());
        news = new PositionNews(registry, topic, presence);
        news.start();
        ephemeral = new Ephemeral(registry, topic, presence, news);
        subscription = sender.live(conversation, 9);
        otherDevice.live(conversation, 9);
        receiver.live(conversation, 9);
    }

    @AfterEach
    void stop() {
        news.stop();
    }

    private void describe(String kind, int members) {
        subscription.conversation().describe(kind, members, 10);
    }

    /// Somebody has a socket elsewhere.
    private void another(UUID user) {
        presence.apply(new PresenceChanged(user, Ids.v7(), "online"));
    }

    private List<Position> at(long seq) {
        return List.of(new Position(conversation, mine, seq));
    }

    @Test
    void inADirectConversationTheOtherHearsWhatHasArrived() {
        news.tell(List.of(), at(9));

        assertThat(receiver.frames())
                .containsExactly("{\"op\":\"received\",\"conversation\":\"" + conversation + "\",\"user\":\"" + mine
                        + "\",\"seq\":9}");
        assertThat(sender.frames()).isEmpty();
        assertThat(otherDevice.frames()).isEmpty();
    }

    @Test
    void inASmallGroupOthersHearWhatIsReadAndTheOwnDevicesThatHaveNotReadIt() {
        describe("group", 3);
        subscription.moveRead(9);

        news.tell(at(9), at(9));

        assertThat(receiver.frames()).singleElement().asString().startsWith("{\"op\":\"read\"");
        assertThat(otherDevice.frames()).singleElement().asString().startsWith("{\"op\":\"read\"");
        assertThat(sender.frames()).isEmpty();
    }

    @Test
    void inALargeGroupOnlyTheOwnDevicesHearIt() {
        describe("group", 21);
        subscription.moveRead(9);

        news.tell(at(9), at(9));

        assertThat(receiver.frames()).isEmpty();
        assertThat(otherDevice.frames()).singleElement().asString().startsWith("{\"op\":\"read\"");
        assertThat(sender.frames()).isEmpty();
    }

    @Test
    void theFirstPositionIsToldAtOnceAndTheNewestOfWhatFollowsTogether() {
        another(other);
        Conversation elsewhere = new Conversation(Ids.direct(mine, other));
        elsewhere.describe("direct", 2, 1);

        news.received(sender.session(), elsewhere, 1);
        await().atMost(Duration.ofMillis(900)).until(() -> published.size() == 1);
        news.received(sender.session(), elsewhere, 2);
        news.received(sender.session(), elsewhere, 3);
        news.read(sender.session(), elsewhere, 3);

        await().until(() -> published.size() == 2);
        PositionsMoved.Position newest = new PositionsMoved.Position(elsewhere.id(), mine, 3);
        assertThat(published.getLast())
                .isEqualTo(new PositionsMoved(presence.instance(), List.of(newest), List.of(newest)));
    }

    @Test
    void whereNobodyCouldUseThemPositionsAreNotGathered() {
        another(other);
        describe("group", 21);
        Peer single = new Peer(registry, Ids.v7(), Map.of());
        news.received(sender.session(), subscription.conversation(), 9);
        news.read(single.session(), subscription.conversation(), 9);
        news.read(sender.session(), subscription.conversation(), 9);

        await().until(() -> !published.isEmpty());
        assertThat(published)
                .containsExactly(new PositionsMoved(
                        presence.instance(), List.of(new PositionsMoved.Position(conversation, mine, 9)), List.of()));
    }

    @Test
    void whatThisInstanceHasToldItselfIsNotToldAgain() {
        PositionsMoved.Position moved = new PositionsMoved.Position(conversation, mine, 9);
        ephemeral.apply(new PositionsMoved(presence.instance(), List.of(), List.of(moved)), true);
        ephemeral.apply(new TypingChanged(conversation, mine, true, presence.instance()), true);
        assertThat(receiver.frames()).isEmpty();

        ephemeral.apply(new PositionsMoved(Ids.v7(), List.of(), List.of(moved)), true);
        ephemeral.apply(new TypingChanged(conversation, mine, true, Ids.v7()), true);
        assertThat(receiver.frames()).hasSize(2);
    }

    @Test
    void whoWritesIsSeenAtOnceAndElsewhereOnlyIfSomebodyIsThere() {
        ephemeral.typing(sender.session(), new ClientFrame.Typing(conversation, true));
        assertThat(receiver.frames()).singleElement().asString().startsWith("{\"op\":\"typing\"");
        assertThat(sender.frames()).isEmpty();
        assertThat(published).isEmpty();

        another(other);
        ephemeral.typing(otherDevice.session(), new ClientFrame.Typing(conversation, true));
        assertThat(published).hasSize(1);
    }

    @Test
    void inALargeGroupNobodySeesWhoWrites() {
        describe("group", 21);
        ephemeral.typing(sender.session(), new ClientFrame.Typing(conversation, true));

        assertThat(receiver.frames()).isEmpty();
    }

    @Test
    void whatAnOutageHasGatheredIsMovedInPartsAndEachPartOnce() {
        LogModel log = new LogModel();
        Positions positions = new Positions(log.calls(), deviceCursors, news, new Receipts());
        for (int i = 0; i < 2_500; i++) {
            UUID each = Ids.v7();
            sender.session().subscriptions().enter(each, 9).confirm();
            positions.read(sender.session(), new ClientFrame.Read(each, 7));
        }

        log.setAway(true);
        positions.flush();
        log.setAway(false);
        positions.flush();
        positions.flush();

        assertThat(log.positions()).containsExactly(1_000, 1_000, 500);
    }
}
