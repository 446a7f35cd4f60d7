package dev.hongyan.push.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.ComponentTest;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.ConversationList;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.messagelog.Runs;
import dev.hongyan.push.messagelog.SyncItem;
import dev.hongyan.push.session.LoopPeer;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.PushConfig;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // injected
class ResumptionTest {
    private static final UUID OLD = Ids.v7();
    private static final UUID NEW = Ids.v7();

    private final Peer peer = new Peer();
    private final EventLoopGroup loops = new DefaultEventLoopGroup(1);

    @Inject
    MessageLog log;

    @Inject
    ParallelCalls calls;

    @Inject
    DeviceCursors deviceCursors;

    @Inject
    PushMetrics metrics;

    @Inject
    PushConfig config;

    @AfterEach
    void stop() {
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Resumption resumption(LogReader reader) {
        return new Resumption(log, calls, reader, deviceCursors, peer.registry(), metrics, config);
    }

    /// Another socket of the same user.
    private Session asking() {
        return new Peer(peer.registry(), Runs.SENDER, Map.of()).session();
    }

    private LogReader readsNothing() {
        return new LogReader(log, calls) {
            @Override
            void read(Session session, int generation, List<Wanted> wanted, int limit, Consumer<SyncItem> news) {}
        };
    }

    private LogReader tells(SyncItem item) {
        AtomicBoolean told = new AtomicBoolean();
        return new LogReader(log, calls) {
            @Override
            void read(Session session, int generation, List<Wanted> wanted, int limit, Consumer<SyncItem> news) {
                if (told.compareAndSet(false, true)) {
                    news.accept(item);
                }
            }
        };
    }

    private LogReader dies() {
        return new LogReader(log, calls) {
            @Override
            void read(Session session, int generation, List<Wanted> wanted, int limit, Consumer<SyncItem> news) {
                throw new IllegalArgumentException("nobody has thought of this");
            }
        };
    }

    private static MemberNames named(UUID user) {
        return new MemberNames(Set.of(user), false);
    }

    private static ConversationList list(long versions, UUID... conversations) {
        return new ConversationList(
                versions,
                Stream.of(conversations)
                        .map(id -> new ConversationList.Item(id, "direct", 3, 2))
                        .toList());
    }

    @Test
    void whenReadingDiesTheClientIsToComeAgain() {
        Subscription subscription = peer.live(OLD, 3);

        resumption(dies()).pull(peer.session(), List.of(subscription));

        await().until(() -> peer.closed().contains(1011));
    }

    @Test
    void whatOneSocketFindsInItsListTheOthersEnterToo() {
        peer.live(OLD, 3);
        peer.session().user().setVersions(1);

        resumption(readsNothing()).note(asking(), list(2, OLD, NEW));

        assertThat(peer.session().subscriptions().get(NEW)).isNotNull();
        assertThat(peer.session().user().versions()).isEqualTo(2);
    }

    @Test
    void aSocketThatListsByItselfNotesWhatIsNewerThanItsList() {
        peer.session().user().setVersions(1);
        peer.session().subscriptions().beginResume();

        resumption(readsNothing()).note(asking(), list(2, NEW));

        assertThat(peer.session().subscriptions().entering()).containsExactly(NEW);
    }

    @Test
    void aListWithoutNewsIsNotPassedOn() {
        peer.live(OLD, 3);
        peer.session().user().setVersions(2);

        resumption(readsNothing()).note(asking(), list(2, OLD, NEW));

        assertThat(peer.session().subscriptions().get(NEW)).isNull();
    }

    @Test
    void whatAnAnswerOfTheLogSaysOfMembersConcernsOtherSocketsToo() {
        Registry registry = peer.registry();
        Peer other = new Peer(registry, Ids.v7(), Map.of());
        Subscription subscription = other.live(OLD, 3);
        SyncItem item = new SyncItem(
                true,
                "group",
                2,
                9,
                false,
                Runs.of(OLD, 4, 9, "x"),
                named(peer.session().userId()),
                named(other.session().userId()));
        peer.live(NEW, 0);
        Resumption resumption = resumption(tells(item));

        resumption.pull(peer.session(), List.of());

        await().until(() -> {
            other.channel().runPendingTasks();
            return other.pulled().contains(subscription);
        });
        // It may be long ago that he joined.
        assertThat(peer.session().subscriptions().get(OLD)).isNull();
        assertThat(resumption.takeDoubted()).containsExactly(peer.session().user());
        assertThat(resumption.takeDoubted()).isEmpty();
    }

    @Test
    void ofOneRangeOneSessionTells() {
        MemberNews news = new MemberNews(peer.registry());
        peer.live(OLD, 3);
        MemberNames joined = named(peer.session().userId());

        news.tell(new SyncItem(true, "group", 2, 9, false, Runs.of(OLD, 4, 9, "x"), joined, MemberNames.NOBODY));
        assertThat(news.takeDoubted()).hasSize(1);
        news.tell(new SyncItem(true, "group", 2, 9, false, Runs.of(OLD, 5, 9, "x"), joined, MemberNames.NOBODY));
        assertThat(news.takeDoubted()).isEmpty();
        news.tell(new SyncItem(true, "group", 2, 10, false, Runs.of(OLD, 5, 10, "x"), joined, MemberNames.NOBODY));
        assertThat(news.takeDoubted()).hasSize(1);
    }

    @Test
    void whoResumesAgainAndAgainIsListedAsOftenAsHeMay() {
        LogModel model = new LogModel();
        LoopPeer hasty =
                new LoopPeer(Peer.sessions(peer.registry(), (session, missing) -> {}, Map.of()), Ids.v7(), loops);
        Resumption resumption = Resumptions.of(model.calls(), peer.registry());

        hasty.session().loop().execute(() -> {
            for (int i = 0; i < 1_000; i++) {
                resumption.resume(hasty.session(), new ClientFrame.Resume(Map.of(), 10));
            }
        });
        await().until(() -> hasty.frames().stream()
                .anyMatch(frame -> frame.path("op").asText().equals("resumed")));

        assertThat(model.lists()).isLessThanOrEqualTo(5);
    }

    @Test
    void whatCannotBeNamedMayConcernAnybody() {
        Peer other = new Peer(peer.registry(), Ids.v7(), Map.of());
        Subscription subscription = other.live(OLD, 3);
        MemberNews news = new MemberNews(peer.registry());

        news.tell(new SyncItem(
                true, "group", 2, 9, false, Runs.of(OLD, 4, 9, "x"), MemberNames.ANYBODY, MemberNames.ANYBODY));
        other.channel().runPendingTasks();

        assertThat(news.takeDoubted())
                .containsExactlyInAnyOrderElementsOf(peer.registry().users());
        assertThat(other.pulled()).containsExactly(subscription);
    }
}
