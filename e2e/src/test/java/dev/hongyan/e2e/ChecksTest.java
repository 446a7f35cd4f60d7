package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.e2e.History.Line;
import dev.hongyan.e2e.History.Sending;
import dev.hongyan.e2e.History.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Each check finds the fault it is there for.
class ChecksTest {
    private static final UUID CONVERSATION = new UUID(1, 1);
    private static final UUID SENDER = new UUID(2, 2);
    private static final int MESSAGES = 5;

    private final List<Line> log = new ArrayList<>();
    private final List<Line> screen = new ArrayList<>();
    private final History history = new History();

    ChecksTest() {
        log.add(new Line(1, new UUID(3, 1), null, "notice", ""));
        for (long seq = 2; seq <= MESSAGES; seq++) {
            UUID id = new UUID(3, seq);
            history.sent(new Sending(CONVERSATION, id, SENDER, "text " + seq));
            history.acknowledged(id, seq);
            log.add(new Line(seq, id, SENDER, "text", "text " + seq));
        }
        screen.addAll(log);
    }

    @Test
    void findsNothingInAFaultlessRun() {
        assertThat(Checks.all(recorded())).isEmpty();
    }

    @Test
    void findsNothingWrongInWhatWasSentAndNeverAnswered() {
        history.sent(new Sending(CONVERSATION, new UUID(9, 9), SENDER, "who knows"));
        assertThat(Checks.all(recorded())).isEmpty();
    }

    @Test
    void findsTheLossOfTheLastMessageInTheLog() {
        log.removeLast();
        screen.removeLast();
        assertThat(Checks.lost(recorded())).hasSize(2).allMatch(fault -> fault.startsWith("lost"));
    }

    @Test
    void findsALossOnADevice() {
        screen.remove(2);
        assertThat(Checks.lost(recorded())).singleElement().asString().contains("device");
    }

    @Test
    void findsAMessageThatStandsUnderAnotherNumberThanWasAnswered() {
        history.acknowledged(new UUID(3, 2), 4);
        assertThat(Checks.lost(recorded())).isNotEmpty();
    }

    @Test
    void findsAMessageThatNobodySent() {
        screen.add(new Line(MESSAGES + 1, new UUID(9, 9), SENDER, "text", "never said"));
        assertThat(Checks.invented(recorded())).singleElement().asString().startsWith("invented");
    }

    @Test
    void findsWordsThatWereChanged() {
        Line second = log.get(1);
        screen.set(1, new Line(second.seq(), second.id(), SENDER, "text", "otherwise"));
        assertThat(Checks.invented(recorded())).hasSize(1);
        assertThat(Checks.differing(recorded())).hasSize(1);
    }

    @Test
    void findsASenderThatWasChanged() {
        Line second = log.get(1);
        log.set(1, new Line(second.seq(), second.id(), new UUID(7, 7), "text", second.text()));
        assertThat(Checks.invented(recorded())).isNotEmpty();
    }

    @Test
    void findsTwoMessagesThatChangedPlaces() {
        Line second = log.get(1);
        Line third = log.get(2);
        screen.set(1, third);
        screen.set(2, second);
        assertThat(Checks.differing(recorded())).isNotEmpty().allMatch(fault -> fault.startsWith("order"));
    }

    @Test
    void findsTwoDevicesThatNumberDifferently() {
        Line second = log.get(1);
        Line third = log.get(2);
        screen.set(1, new Line(2, third.id(), SENDER, "text", third.text()));
        screen.set(2, new Line(3, second.id(), SENDER, "text", second.text()));
        assertThat(Checks.differing(recorded())).hasSize(2).allMatch(fault -> fault.startsWith("differs"));
    }

    @Test
    void findsAMessageShownTwice() {
        screen.add(screen.getLast());
        assertThat(Checks.doubled(recorded())).hasSize(1);
    }

    @Test
    void findsAMessageStoredTwiceUnderTwoNumbers() {
        Line last = log.getLast();
        log.add(new Line(MESSAGES + 1, last.id(), SENDER, "text", last.text()));
        assertThat(Checks.doubled(recorded())).hasSize(1);
    }

    @Test
    void findsAGapInTheNumbers() {
        log.remove(2);
        screen.remove(2);
        assertThat(Checks.missingNumbers(recorded())).hasSize(2).allMatch(fault -> fault.startsWith("gap"));
    }

    @Test
    void findsADeviceThatLacksTheEnd() {
        screen.removeLast();
        assertThat(Checks.missingNumbers(recorded())).singleElement().asString().startsWith("end");
    }

    @Test
    void findsWhatWasAcknowledgedAfterItsSenderWasForbiddenToWrite() {
        history.banned(CONVERSATION, SENDER);
        UUID late = new UUID(3, MESSAGES + 1);
        history.sent(new Sending(CONVERSATION, late, SENDER, "after all"));
        assertThat(Checks.forbidden(recorded())).isEmpty();

        history.acknowledged(late, MESSAGES + 1);
        log.add(new Line(MESSAGES + 1, late, SENDER, "text", "after all"));
        assertThat(Checks.forbidden(recorded())).hasSize(2).allMatch(fault -> fault.startsWith("forbidden"));
    }

    @Test
    void findsAMessageInTheLogAfterItsSenderWasForbiddenToWriteThoughNobodyAnsweredIt() {
        history.banned(CONVERSATION, SENDER);
        UUID late = new UUID(3, MESSAGES + 1);
        history.sent(new Sending(CONVERSATION, late, SENDER, "after all"));
        log.add(new Line(MESSAGES + 1, late, SENDER, "text", "after all"));
        assertThat(Checks.forbidden(recorded())).singleElement().asString().contains("log of");
    }

    @Test
    void findsNothingWrongInWhatWasSentBeforeOrByOthersOrElsewhere() {
        history.banned(CONVERSATION, new UUID(7, 7));
        history.banned(new UUID(8, 8), SENDER);
        history.banned(CONVERSATION, SENDER);
        assertThat(Checks.forbidden(recorded())).isEmpty();
    }

    @Test
    void findsUnreadMessagesThatAreCountedWrongly() {
        UUID reader = new UUID(7, 7);
        history.unread(new Unread(CONVERSATION, reader, 3, 3, 2));
        history.unread(new Unread(CONVERSATION, reader, 0, 0, MESSAGES - 1)); // a notice is not counted
        history.unread(new Unread(CONVERSATION, SENDER, 0, 0, 0)); // nor what one wrote oneself
        assertThat(Checks.miscounted(recorded())).isEmpty();

        history.unread(new Unread(CONVERSATION, reader, 3, 3, 3));
        assertThat(Checks.miscounted(recorded())).singleElement().asString().startsWith("unread");
    }

    @Test
    void countsNoMoreThanAHundredUnreadMessages() {
        for (long seq = MESSAGES + 1; seq <= 200; seq++) {
            log.add(new Line(seq, new UUID(3, seq), SENDER, "text", "text " + seq));
        }
        history.unread(new Unread(CONVERSATION, new UUID(7, 7), 1, 1, 100));
        assertThat(Checks.miscounted(recorded())).isEmpty();
    }

    @Test
    void findsAReadPositionThatStandsElsewhere() {
        history.unread(new Unread(CONVERSATION, new UUID(7, 7), 3, 2, 3));
        assertThat(Checks.miscounted(recorded())).singleElement().asString().startsWith("position");
    }

    private History recorded() {
        history.log(CONVERSATION, log);
        history.screen(CONVERSATION, "device", screen);
        return history;
    }
}
