package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Refused;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class AppendTest {
    private UUID alice;
    private UUID bob;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
    }

    @Test
    void numbersFollowTheNoticeWithoutGaps() {
        UUID conversation = World.direct(alice, bob);
        List<Append> appends = IntStream.range(0, 1_000)
                .mapToObj(i -> World.append(conversation, i % 2 == 0 ? alice : bob, "no " + i))
                .toList();

        List<AppendAnswer> answers = World.append(appends);

        assertThat(answers)
                .extracting(answer -> ((Stored) answer).seq())
                .containsExactlyElementsOf(
                        IntStream.range(2, 1_002).mapToObj(Long::valueOf).toList());
        assertThat(head(conversation)).isEqualTo(1_001);
    }

    @Test
    void sameIdAgainGetsTheFirstAnswer() {
        UUID conversation = World.direct(alice, bob);
        Append append = World.append(conversation, alice, "once");

        Stored first = (Stored) World.append(append);
        Stored second = (Stored) World.append(append);

        assertThat(first.repeated()).isFalse();
        assertThat(second).isEqualTo(new Stored(first.seq(), first.at(), true));
    }

    @Test
    void sameIdTwiceInOneBatchIsOneMessage() {
        UUID conversation = World.direct(alice, bob);
        Append append = World.append(conversation, alice, "once");
        Append other = new Append(Origin.USER, conversation, append.id(), alice, World.text("other"));

        List<AppendAnswer> answers = World.append(List.of(append, append, other));

        Stored first = (Stored) answers.getFirst();
        assertThat(answers)
                .containsExactly(first, new Stored(2, first.at(), true), new Refused(ProblemCode.MESSAGE_CONFLICT));
    }

    @Test
    void otherContentOrSenderUnderTheIdIsAConflict() {
        UUID conversation = World.direct(alice, bob);
        Append append = World.append(conversation, alice, "mine");
        World.append(append);

        assertThat(World.append(new Append(Origin.USER, conversation, append.id(), alice, World.text("else"))))
                .isEqualTo(new Refused(ProblemCode.MESSAGE_CONFLICT));
        assertThat(World.append(new Append(Origin.USER, conversation, append.id(), bob, append.content())))
                .isEqualTo(new Refused(ProblemCode.MESSAGE_CONFLICT));
    }

    @Test
    void repeatIsAnsweredLikeTheFirstWhateverTheRulesHaveBecome() {
        UUID conversation = World.direct(alice, bob);
        Append append = World.append(conversation, alice, "before");
        Stored first = (Stored) World.append(append);

        World.block(bob, alice, true);

        assertThat(World.append(append)).isEqualTo(new Stored(first.seq(), first.at(), true));
        assertThat(World.append(World.append(conversation, alice, "after")))
                .isEqualTo(new Refused(ProblemCode.BLOCKED));
    }

    @Test
    void blockWinsOverMissingFriendship() {
        UUID conversation = World.direct(alice, bob);
        World.friends(alice, bob, false);
        assertThat(World.append(World.append(conversation, alice, "x")))
                .isEqualTo(new Refused(ProblemCode.NOT_FRIENDS));

        World.block(bob, alice, true);
        assertThat(World.append(World.append(conversation, alice, "x"))).isEqualTo(new Refused(ProblemCode.BLOCKED));

        World.block(bob, alice, false);
        World.befriend(alice, bob);
        assertThat(World.append(World.append(conversation, alice, "x"))).isInstanceOf(Stored.class);
    }

    @Test
    void outsidersAndUnknownConversationsAreRefused() {
        UUID conversation = World.direct(alice, bob);
        UUID carol = World.user("carol");

        assertThat(World.append(World.append(conversation, carol, "x")))
                .isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
        assertThat(World.append(World.append(Ids.v7(), carol, "x"))).isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
        assertThat(World.append(World.append(carol, carol, "x")))
                .isEqualTo(new Refused(ProblemCode.READ_ONLY_CONVERSATION));
    }

    @Test
    void noticeOfAServiceBeginsTheSelfConversation() {
        UUID stranger = Ids.v7();
        Append notice = new Append(Origin.SELF, stranger, Ids.v7(), stranger, Notices.of(Notices.body("tested")));

        Stored stored = (Stored) World.append(notice);

        assertThat(stored.seq()).isEqualTo(2);
        assertThat(World.append(new Append(Origin.SELF, alice, Ids.v7(), bob, notice.content())))
                .isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
    }

    @Test
    void refusedOnesLeaveNoGapAmongTheOthers() {
        UUID conversation = World.direct(alice, bob);
        UUID carol = World.user("carol");
        List<Append> appends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            appends.add(World.append(conversation, i % 2 == 0 ? alice : carol, "no " + i));
        }

        List<AppendAnswer> answers = World.append(appends);

        assertThat(answers.stream().filter(Stored.class::isInstance).map(answer -> ((Stored) answer).seq()))
                .containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(head(conversation)).isEqualTo(6);
    }

    private static long head(UUID conversation) {
        return World.service()
                .contentType("application/json")
                .body("{\"conversations\":[\"" + conversation + "\"],\"users\":[]}")
                .post("/internal/heads")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("heads.'" + conversation + "'");
    }
}
