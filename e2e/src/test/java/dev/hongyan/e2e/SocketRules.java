package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the contract promises of the order of frames on one connection; collects what breaks it.
final class SocketRules {
    private static final Set<String> BEFORE_RESUMED =
            Set.of("welcome", "sent", "refused", "retry", "error", "pong", "bye", "page", "messages");

    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> highest = new HashMap<>();
    private final Set<String> unanswered = new HashSet<>();
    private boolean welcomed;
    private boolean asked;
    private boolean resumed;
    private boolean resuming;

    synchronized void resumeAsked() {
        asked = true;
        resuming = resumed;
        highest.clear();
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
                resumed = true;
                resuming = false;
            }
            case "messages" -> frame.path("messages").forEach(this::checkMessage);
            case "sent", "refused", "retry" ->
                unanswered.remove(frame.path("id").asText());
            default -> {}
        }
    }

    private void checkMessage(JsonNode message) {
        String conversation = message.path("conversation").asText();
        long seq = message.path("seq").asLong();
        Long before = highest.put(conversation, seq);
        if (before != null && before >= seq && !resuming) {
            violations.add("in " + conversation + " came " + seq + " after " + before);
        }
        if (unanswered.contains(message.path("id").asText())) {
            violations.add("the message came before its sent: " + message);
        }
    }
}
