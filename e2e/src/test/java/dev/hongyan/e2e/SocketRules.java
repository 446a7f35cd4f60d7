package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the contract promises of the order of frames on one connection; collects what breaks it.
///
/// What the server leaves out and the device reads elsewhere is found here alone. A member may see every number; who is
/// taken out of a group sees the notice of it as the last message, until one that lets him in again.
final class SocketRules {
    private static final Set<String> BEFORE_RESUMED =
            Set.of("welcome", "sent", "refused", "retry", "error", "pong", "bye", "page", "messages");

    private static final Set<String> ENTRIES = Set.of("group-created", "member-joined", "member-added");
    private static final Set<String> EXITS = Set.of("member-left", "member-removed", "group-dissolved");

    private final String user;
    /// The number of the notice that took the user out, by conversation; shared by the connections of a device.
    private final Map<String, Long> exits;

    private final List<String> violations = new ArrayList<>();
    /// The last number of each conversation that came or was held before.
    private final Map<String, Long> last = new HashMap<>();
    /// What was jumped over by live messages during a further resume, which brings it.
    private final Map<String, TreeSet<Long>> missing = new HashMap<>();

    private final Set<String> unanswered = new HashSet<>();
    private boolean welcomed;
    private boolean asked;
    private boolean resumed;
    private boolean resuming;
    private boolean lagged;

    /// @param exits where the notices that took the user out are kept, from one connection to the next
    SocketRules(String user, Map<String, Long> exits) {
        this.user = user;
        this.exits = exits;
    }

    /// @param cursors what the resume names as held already
    synchronized void resumeAsked(Map<String, Long> cursors) {
        asked = true;
        resuming = resumed;
        lagged = false;
        missing.clear();
        last.clear();
        last.putAll(cursors);
    }

    synchronized void sendMade(String id) {
        unanswered.add(id);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized void check(JsonNode frame) {
        String op = frame.path("op").asText();
        if (op.equals("welcome") == welcomed) {
            violations.add("welcome is the first frame and comes once: " + frame);
        }
        welcomed = true;
        if (!resumed && !op.equals("resumed") && (!BEFORE_RESUMED.contains(op) || (op.equals("messages") && !asked))) {
            violations.add("before the answer to resume came " + frame);
        }
        switch (op) {
            case "resumed" -> {
                frame.path("conversations")
                        .properties()
                        .forEach(
                                head -> checkHead(head.getKey(), head.getValue().asLong()));
                resumed = true;
                resuming = false;
            }
            case "messages" -> frame.path("messages").forEach(this::checkMessage);
            case "page" -> checkPage(frame);
            case "lagged" -> lagged = true;
            case "sent", "refused", "retry" ->
                unanswered.remove(frame.path("id").asText());
            default -> {}
        }
    }

    private void checkMessage(JsonNode message) {
        String conversation = message.path("conversation").asText();
        long seq = message.path("seq").asLong();
        Long before = last.put(conversation, seq);
        missing.getOrDefault(conversation, new TreeSet<>()).remove(seq);
        if (before != null && before >= seq && !resuming) {
            violations.add("in " + conversation + " came " + seq + " after " + before);
        }
        checkMembership(conversation, seq, before, message);
        if (unanswered.contains(message.path("id").asText())) {
            violations.add("the message came before its sent: " + message);
        }
    }

    private void checkMembership(String conversation, long seq, @Nullable Long before, JsonNode message) {
        Long out = exits.get(conversation);
        boolean entry = namesUser(message, ENTRIES);
        if (out != null && seq > out) {
            if (entry) {
                exits.remove(conversation);
            } else {
                violations.add("not for " + user + ", who was taken out with " + out + ": " + message);
            }
        }
        boolean again = entry && out != null && out.equals(before);
        if (before != null && before + 1 < seq && !again) {
            jumped(conversation, before, seq);
        }
        if (namesUser(message, EXITS)) {
            exits.put(conversation, seq);
        }
    }

    private boolean namesUser(JsonNode message, Set<String> events) {
        JsonNode body = message.path("body");
        return message.path("type").asText().equals("notice")
                && events.contains(body.path("event").asText())
                && body.path("members")
                        .valueStream()
                        .anyMatch(member -> member.asText().equals(user));
    }

    private void jumped(String conversation, long before, long seq) {
        if (resuming) {
            TreeSet<Long> over = missing.computeIfAbsent(conversation, _ -> new TreeSet<>());
            for (long each = before + 1; each < seq; each++) {
                over.add(each);
            }
        } else if (!lagged) {
            violations.add("hole: in " + conversation + " came " + seq + " after " + before);
        }
    }

    private void checkPage(JsonNode page) {
        String conversation = page.path("conversation").asText();
        long from = page.path("from").asLong();
        long to = page.path("to").asLong();
        missing.getOrDefault(conversation, new TreeSet<>()).removeIf(seq -> seq >= from && seq <= to);
        Long before = last.put(conversation, to);
        if (before != null && before + 1 < from) {
            jumped(conversation, before, from);
        }
    }

    /// Everything up to the head has come; what comes live follows it.
    private void checkHead(String conversation, long head) {
        Set<Long> over = missing.getOrDefault(conversation, new TreeSet<>());
        if (!over.isEmpty()) {
            violations.add("hole: in " + conversation + " a resume did not bring " + over);
        }
        Long before = last.putIfAbsent(conversation, head);
        if (before != null && before < head) {
            violations.add("hole: in " + conversation + " a resume to " + head + " ended with " + before);
        }
    }
}
