package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rules find what a device would heal by reading it elsewhere.
class SocketRulesTest {
    private static final String CONVERSATION = "c";
    private static final String USER = "u";
    private final SocketRules rules = new SocketRules(USER, new HashMap<>());

    @BeforeEach
    void welcome() {
        rules.check(Json.object().put("op", "welcome"));
    }

    @Test
    void findNothingInAWholeRow() {
        resumeAfter(3);
        messages(4, 5);
        resumed(5);
        messages(6);
        assertThat(rules.violations()).isEmpty();
    }

    @Test
    void findAHoleBetweenLiveMessages() {
        resumeAfter(3);
        resumed(3);
        messages(4, 6);
        assertThat(rules.violations())
                .singleElement()
                .asString()
                .startsWith("hole")
                .contains("6 after 4");
    }

    @Test
    void findAHoleBetweenTwoFrames() {
        resumeAfter(3);
        resumed(3);
        messages(4);
        messages(6);
        assertThat(rules.violations()).hasSize(1);
    }

    @Test
    void findAHoleAfterTheCursor() {
        resumeAfter(3);
        messages(5);
        resumed(5);
        assertThat(rules.violations()).singleElement().asString().contains("5 after 3");
    }

    @Test
    void findAHoleBeforeTheFirstLiveMessage() {
        rules.resumeAsked(Map.of());
        resumed(7);
        messages(9);
        assertThat(rules.violations()).singleElement().asString().contains("9 after 7");
    }

    @Test
    void findAResumeThatEndsBeforeItsHead() {
        resumeAfter(3);
        messages(4);
        resumed(6);
        assertThat(rules.violations()).singleElement().asString().contains("ended with 4");
    }

    @Test
    void takeAPageForWhatItCoversAndNoMore() {
        resumeAfter(3);
        page(4, 20);
        messages(21);
        resumed(21);
        assertThat(rules.violations()).isEmpty();

        resumeAfter(3);
        page(6, 20);
        messages(22);
        resumed(22);
        assertThat(rules.violations()).singleElement().asString().contains("did not bring [4, 5, 21]");
    }

    @Test
    void findAHoleBeforeAPage() {
        resumeAfter(3);
        page(6, 20);
        assertThat(rules.violations()).singleElement().asString().contains("6 after 3");
    }

    @Test
    void findAHoleBehindAPage() {
        resumeAfter(3);
        page(4, 20);
        messages(22);
        assertThat(rules.violations()).singleElement().asString().contains("22 after 20");
    }

    @Test
    void letLiveMessagesComeFirstWhenASecondResumeBringsTheRest() {
        resumeAfter(3);
        resumed(3);
        resumeAfter(3);
        messages(6);
        messages(4, 5, 6);
        resumed(6);
        assertThat(rules.violations()).isEmpty();

        resumeAfter(6);
        messages(9);
        messages(7, 9);
        resumed(9);
        assertThat(rules.violations()).singleElement().asString().contains("did not bring [8]");
    }

    @Test
    void letAHoleBeBetweenLaggedAndTheNextResume() {
        resumeAfter(3);
        resumed(3);
        rules.check(Json.object().put("op", "lagged"));
        messages(9);
        assertThat(rules.violations()).isEmpty();
    }

    @Test
    void findANumberThatComesTwice() {
        resumeAfter(3);
        resumed(3);
        messages(4, 4);
        assertThat(rules.violations()).singleElement().asString().contains("4 after 4");
    }

    @Test
    void letTheMembersOfAGroupMissWhatLayBetweenTheirTimes() {
        resumeAfter(3);
        resumed(3);
        notice(4, "member-removed", USER);
        notice(9, "member-added", "x", USER);
        messages(10);
        assertThat(rules.violations()).isEmpty();

        resumeAfter(10);
        notice(11, "member-left", USER);
        resumed(11);
        resumeAfter(11);
        notice(17, "member-joined", USER);
        messages(18);
        resumed(18);
        assertThat(rules.violations()).isEmpty();
    }

    @Test
    void findAMessageOfAGroupForOneWhoWasTakenOut() {
        resumeAfter(3);
        resumed(3);
        notice(4, "member-removed", USER);
        messages(5);
        assertThat(rules.violations()).singleElement().asString().startsWith("not for u, who was taken out with 4");
    }

    @Test
    void findAMessageAfterTheEndOfAGroup() {
        resumeAfter(3);
        resumed(3);
        notice(4, "group-dissolved", "x", USER);
        notice(5, "member-added", "y");
        assertThat(rules.violations()).hasSize(1);
    }

    @Test
    void findWhatIsMissingBetweenTheLastMessageOfOneTimeAndTheNext() {
        resumeAfter(3);
        resumed(3);
        notice(9, "member-added", USER);
        assertThat(rules.violations()).singleElement().asString().contains("9 after 3");
    }

    private void notice(long seq, String event, String... members) {
        var frame = Json.object().put("op", "messages");
        var message = frame.withArray("/messages").addObject();
        message.put("conversation", CONVERSATION).put("seq", seq).put("type", "notice");
        var body = message.putObject("body").put("event", event);
        for (String member : members) {
            body.withArray("/members").add(member);
        }
        rules.check(frame);
    }

    private void resumeAfter(long seq) {
        rules.resumeAsked(Map.of(CONVERSATION, seq));
    }

    private void messages(long... seqs) {
        var frame = Json.object().put("op", "messages");
        for (long seq : seqs) {
            frame.withArray("/messages")
                    .addObject()
                    .put("conversation", CONVERSATION)
                    .put("seq", seq);
        }
        rules.check(frame);
    }

    private void page(long from, long to) {
        rules.check(Json.object()
                .put("op", "page")
                .put("conversation", CONVERSATION)
                .put("from", from)
                .put("to", to));
    }

    private void resumed(long head) {
        var frame = Json.object().put("op", "resumed");
        frame.putObject("conversations").put(CONVERSATION, head);
        rules.check(frame);
    }
}
