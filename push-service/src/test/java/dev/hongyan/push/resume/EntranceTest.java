package dev.hongyan.push.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.messagelog.Runs;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.LoopPeer;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Subscription;
import dev.hongyan.push.session.Subscriptions;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Somebody comes back and names his conversations: what happens while the list of them is on its way.
class EntranceTest {
    private static final int INTERNAL_ERROR = 1011;

    private final EventLoopGroup loops = new DefaultEventLoopGroup(1);
    private final Registry registry = new Registry();
    private final LogModel model = new LogModel();
    private final AtomicBoolean dark = new AtomicBoolean();
    private final Resumption resumption = Resumptions.of(model.calls(), registry, dark::get);
    private final UUID user = Ids.v7();
    private final UUID other = Ids.v7();
    private final UUID group = model.begin(Set.of(user, other));
    private final LoopPeer back =
            new LoopPeer(Peer.sessions(registry, (session, missing) -> {}, Map.of()), user, loops);

    @AfterEach
    void stop() {
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void whatHasNoNewsIsNotRead() {
        UUID busy = model.begin(Set.of(user));
        model.say(busy, user);

        resume(Map.of(group, 1L, busy, 1L));

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(1);
        assertThat(resumed().path(busy.toString()).asLong()).isEqualTo(2);
        assertThat(model.reads()).isEqualTo(1);
        onLoop(() -> live(group, 2));
        await().until(() -> seqs(group).equals(List.of(2L)));
    }

    @Test
    void whatComesMeanwhileIsRead() {
        model.afterListing(() -> {
            model.say(group, user);
            onLoop(() -> live(group, 2));
        });

        resume(Map.of(group, 1L));

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(2);
        assertThat(seqs(group)).containsExactly(2L);
    }

    @Test
    void aListThatIsNewsIsNoReasonToReadWhatHasNone() {
        back.session().user().setVersions(0);

        resume(Map.of(group, 1L));

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(1);
        assertThat(model.reads()).isZero();
    }

    @Test
    void aCursorBeyondTheHeadHidesNothing() {
        resume(Map.of(group, 7L));

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(1);
        onLoop(() -> live(group, 2));
        await().until(() -> seqs(group).equals(List.of(2L)));
    }

    @Test
    void whoIsTakenOutMeanwhileSeesTheNoticeAndNoMore() {
        model.afterListing(() -> {
            model.leave(group, user);
            model.say(group, other);
            onLoop(() -> {
                back.session().subscriptions().leftAt(entered(group), 2);
                live(group, 3);
            });
        });

        resume(Map.of(group, 1L));

        assertThat(resumed().has(group.toString())).isFalse();
        await().until(() -> seqs(group).equals(List.of(2L)));
        assertThat(registry.conversation(group)).isNull();
    }

    /// The record is known here, and its way to the session is long.
    @Test
    void whoJoinsMeanwhileIsCountedByReading() {
        UUID joining = Ids.v7();
        model.afterListing(() -> {
            if (model.holds(group, joining)) {
                return;
            }
            model.join(group, joining);
            held(group).membersChanged(2, 2, new MemberNames(Set.of(joining), false), MemberNames.NOBODY);
        });

        resume(Map.of(group, 1L));

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(2);
        assertThat(model.reads()).isEqualTo(1);
        assertThat(held(group).isSmall()).isTrue();
    }

    @Test
    void whoNamesWhatIsNotHisGetsNothingOfIt() {
        UUID theirs = model.begin(Set.of(other));
        model.afterListing(() -> onLoop(() -> live(theirs, 2)));

        resume(Map.of(theirs, 1L));

        assertThat(resumed().has(theirs.toString())).isFalse();
        assertThat(seqs(theirs)).isEmpty();
        assertThat(registry.conversation(theirs)).isNull();
    }

    @Test
    void whileNobodyAnswersNamesAreNotHeld() {
        model.setSilent(true);

        resume(Map.of(group, 1L));
        await().until(() -> model.lists() > 0);
        await().until(() -> registry.conversation(group) == null);
        model.setSilent(false);

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(1);
        assertThat(model.reads()).isZero();
    }

    @Test
    void whileTheDevicesCursorsCannotBeReadNamesAreNotHeld() {
        model.begin(Set.of(user, other)); // which the client does not name
        dark.set(true);

        resume(Map.of(group, 1L));
        await().until(() -> model.lists() > 0);
        await().until(() -> registry.conversation(group) == null);
        dark.set(false);

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(1);
    }

    @Test
    void whoGoesMeanwhileLeavesNothingBehind() {
        model.afterListing(() -> onLoop(() -> back.session().abort(INTERNAL_ERROR)));

        resume(Map.of(group, 1L));
        await().until(() -> !back.session().isOpen());

        await().until(() -> registry.conversation(group) == null);
        assertThat(back.frames()).noneMatch(frame -> frame.path("op").asText().equals("resumed"));
    }

    @Test
    void whoResumesAnewMeanwhileIsAnsweredOnceAndFromThere() {
        AtomicBoolean first = new AtomicBoolean(true);
        model.say(group, other);
        model.afterListing(() -> {
            if (first.getAndSet(false)) {
                onLoop(() -> resumption.resume(back.session(), new ClientFrame.Resume(Map.of(group, 1L), 10)));
            }
        });

        resume(Map.of(group, 2L));

        assertThat(resumed().path(group.toString()).asLong()).isEqualTo(2);
        assertThat(seqs(group)).containsExactly(2L);
        assertThat(back.frames())
                .filteredOn(frame -> frame.path("op").asText().equals("resumed"))
                .hasSize(1);
    }

    private void resume(Map<UUID, Long> cursors) {
        back.session().loop().execute(() -> resumption.resume(back.session(), new ClientFrame.Resume(cursors, 10)));
    }

    /// The heads that the client is told of at the end.
    private JsonNode resumed() {
        await().until(() -> back.frames().stream()
                .anyMatch(frame -> frame.path("op").asText().equals("resumed")));
        return back.frames().stream()
                .filter(frame -> frame.path("op").asText().equals("resumed"))
                .findFirst()
                .orElseThrow()
                .path("conversations");
    }

    private void onLoop(Runnable deed) {
        back.session().loop().submit(deed).syncUninterruptibly();
    }

    private void live(UUID conversation, long seq) {
        back.session().subscriptions().live(entered(conversation), Runs.of(conversation, seq, seq, "x"));
    }

    private Subscription entered(UUID conversation) {
        Subscriptions subscriptions = back.session().subscriptions();
        return Objects.requireNonNull(subscriptions.get(conversation));
    }

    private Conversation held(UUID conversation) {
        return Objects.requireNonNull(registry.conversation(conversation));
    }

    private List<Long> seqs(UUID conversation) {
        return back.frames().stream()
                .flatMap(frame -> frame.path("messages").valueStream())
                .filter(message -> message.path("conversation").asText().equals(conversation.toString()))
                .map(message -> message.path("seq").asLong())
                .toList();
    }
}
