package dev.hongyan.push.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.messagelog.Runs;
import dev.hongyan.push.messagelog.SyncItem;
import dev.hongyan.push.resume.LogReader.Wanted;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final UUID FIRST = Ids.v7();
    private static final UUID SECOND = Ids.v7();

    private final Peer peer = new Peer();
    private final Session session = peer.session();

    private static SyncItem item(LogRun run, long head, boolean more) {
        return item(true, run, head, more);
    }

    private static SyncItem item(boolean member, LogRun run, long head, boolean more) {
        return new SyncItem(member, "direct", 2, head, more, run, MemberNames.NOBODY, MemberNames.NOBODY);
    }

    private static LogRun nothing(UUID conversation, long from) {
        return new LogRun(conversation, from, from - 1, new byte[0], List.of());
    }

    @Test
    void whatIsLeftOutOfAnAnswerThatWasFullAlreadyIsNamed() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription first = session.subscriptions().enter(FIRST, 0);
        Subscription second = session.subscriptions().enter(SECOND, 5);
        List<Wanted> chunk = List.of(new Wanted(first, false), new Wanted(second, false));
        peer.frames();

        // A limit of 10: the first fills the answer, of the second nothing has found room.
        LogReader.Applied applied = LogReader.apply(
                session,
                generation,
                chunk,
                List.of(item(Runs.of(FIRST, 1, 10, "x"), 10, false), item(nothing(SECOND, 91), 100, true)));
        List<String> frames = peer.frames();
        LogReader.apply(session, generation, applied.open(), List.of(item(Runs.of(SECOND, 91, 100, "x"), 100, false)));

        assertThat(frames).hasSize(2);
        assertThat(frames.get(1))
                .isEqualTo("{\"op\":\"page\",\"conversation\":\"" + SECOND + "\",\"from\":6,\"to\":90}");
        assertThat(applied.open())
                .singleElement()
                .extracting(Wanted::subscription)
                .isEqualTo(second);
        assertThat(peer.frames()).singleElement().asString().contains("\"seq\":91", "\"seq\":100");
        assertThat(second.isLive()).isTrue();
    }

    @Test
    void aConversationWithoutNewsIsNotAnnounced() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription first = session.subscriptions().enter(FIRST, 7);
        peer.frames();

        LogReader.apply(
                session, generation, List.of(new Wanted(first, false)), List.of(item(nothing(FIRST, 8), 7, false)));

        assertThat(peer.frames()).isEmpty();
        assertThat(first.isLive()).isTrue();
    }

    private LogReader.Applied applyTo(Subscription subscription, int generation, SyncItem answer) {
        return LogReader.apply(session, generation, List.of(new Wanted(subscription, false)), List.of(answer));
    }

    @Test
    void whoHasLeftGetsWhatHeMayStillSeeAndThenNothing() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(FIRST, 5);
        peer.frames();

        LogReader.Applied applied = applyTo(subscription, generation, item(false, Runs.of(FIRST, 6, 8, "x"), 8, false));
        session.subscriptions().live(subscription, Runs.of(FIRST, 9, 9, "x"));

        assertThat(applied.open()).isEmpty();
        assertThat(session.subscriptions().get(FIRST)).isNull();
        assertThat(peer.registry().conversation(FIRST)).isNull();
        assertThat(peer.frames())
                .singleElement()
                .asString()
                .contains("\"seq\":8")
                .doesNotContain("\"seq\":9");
        assertThat(session.subscriptions().held(FIRST)).isNotNull();
    }

    @Test
    void whoComesBackWhileTheLogAnswersThatHeHasLeftIsAskedForAgain() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(FIRST, 5);
        Wanted wanted = new Wanted(subscription, false);
        wanted.question();
        subscription.doubt();

        LogReader.Applied applied = applyTo(subscription, generation, item(false, Runs.of(FIRST, 6, 8, "x"), 8, false));

        assertThat(applied.open()).hasSize(1);
        assertThat(session.subscriptions().get(FIRST)).isEqualTo(subscription);
        wanted.question();
        LogReader.Applied again = applyTo(subscription, generation, item(true, Runs.of(FIRST, 12, 13, "x"), 13, false));
        assertThat(again.open()).isEmpty();
        assertThat(subscription.isLive()).isTrue();
    }

    @Test
    void anAnswerThatIsOlderThanTheLeavingIsNotTheLast() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(FIRST, 5);

        session.subscriptions().leftAt(subscription, 7);
        LogReader.Applied applied = applyTo(subscription, generation, item(true, Runs.of(FIRST, 6, 6, "x"), 6, false));

        assertThat(applied.open()).hasSize(1);
        assertThat(subscription.isLive()).isFalse();
        assertThat(peer.pulled()).isEmpty();
    }

    @Test
    void numbersThatTheReaderMayNotSeeAreNeitherAPageNorPulledAgain() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(FIRST, 5);
        peer.frames();
        LogRun rejoined = Runs.of(FIRST, 30, 31, "x");

        LogReader.Applied applied = applyTo(
                subscription,
                generation,
                item(true, new LogRun(FIRST, 6, 40, rejoined.bytes(), rejoined.entries()), 40, false));
        session.subscriptions().live(subscription, Runs.of(FIRST, 41, 41, "x"));

        assertThat(applied.open()).isEmpty();
        assertThat(peer.frames()).singleElement().asString().contains("\"seq\":30", "\"seq\":31", "\"seq\":41");
        assertThat(peer.pulled()).isEmpty();
    }

    @Test
    void whoClaimsToHoldMoreThanThereIsGetsWhatComesWhenHeJoins() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(FIRST, 1_000);

        applyTo(subscription, generation, item(false, nothing(FIRST, 1_001), 0, false));
        Subscription joined = session.subscriptions().begin(subscription.conversation());

        assertThat(joined.sent()).isZero();
    }

    @Test
    void aMemberWhoClaimsToHoldMoreThanThereIsIsReadAgainFromTheEnd() {
        int generation = session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(FIRST, 1_000);

        LogReader.Applied applied = applyTo(subscription, generation, item(true, nothing(FIRST, 1_001), 5, false));

        assertThat(applied.open()).hasSize(1);
        assertThat(subscription.sent()).isEqualTo(5);
    }
}
