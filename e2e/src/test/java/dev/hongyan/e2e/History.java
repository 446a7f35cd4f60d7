package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What happened in a run: what was sent, what was answered, what the log holds, what each device showed.
final class History {
    /// A message that somebody sent, whatever became of it.
    ///
    /// @param begun when, by the clock of [System#nanoTime]
    record Sending(UUID conversation, UUID id, UUID sender, String text, long begun) {
        /// Now.
        Sending(UUID conversation, UUID id, UUID sender, String text) {
            this(conversation, id, sender, text, System.nanoTime());
        }
    }

    /// Somebody was forbidden to write, for the rest of the run.
    ///
    /// @param answered when the call was answered that forbade it, by the clock of [System#nanoTime]
    record Ban(UUID conversation, UUID user, long answered) {}

    /// What a reader was told that he has not read.
    ///
    /// @param moved where he had moved his position to
    /// @param readSeq where it is as he was told
    record Unread(UUID conversation, UUID reader, long moved, long readSeq, int count) {}

    /// A line of a log or of a device's screen.
    record Line(long seq, UUID id, @Nullable UUID sender, String type, String text) {
        static Line of(Message message) {
            return new Line(message.seq(), message.id(), message.sender(), message.type(), message.text());
        }
    }

    private final Map<UUID, Sending> sendings = new ConcurrentHashMap<>();
    private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
    private final Queue<Ban> bans = new ConcurrentLinkedQueue<>();
    private final Queue<Unread> unread = new ConcurrentLinkedQueue<>();
    private final Map<UUID, List<Line>> logs = new HashMap<>();
    private final Map<UUID, Map<String, List<Line>>> screens = new HashMap<>();

    void sent(Sending sending) {
        sendings.put(sending.id(), sending);
    }

    void acknowledged(UUID id, long seq) {
        acknowledged.put(id, seq);
    }

    /// The call that forbids it has just been answered.
    void banned(UUID conversation, UUID user) {
        bans.add(new Ban(conversation, user, System.nanoTime()));
    }

    void unread(Unread told) {
        unread.add(told);
    }

    void log(UUID conversation, List<Line> lines) {
        logs.put(conversation, List.copyOf(lines));
    }

    void screen(UUID conversation, String device, List<Line> lines) {
        screens.computeIfAbsent(conversation, _ -> new HashMap<>()).put(device, List.copyOf(lines));
    }

    Map<UUID, Sending> sendings() {
        return sendings;
    }

    Map<UUID, Long> acknowledged() {
        return acknowledged;
    }

    List<Ban> bans() {
        return List.copyOf(bans);
    }

    List<Unread> unread() {
        return List.copyOf(unread);
    }

    Map<UUID, List<Line>> logs() {
        return logs;
    }

    Map<String, List<Line>> screens(UUID conversation) {
        return screens.getOrDefault(conversation, Map.of());
    }

    /// Every list of lines: each log, and each device's of it.
    Map<String, List<Line>> allLists() {
        Map<String, List<Line>> all = new HashMap<>();
        logs.forEach((conversation, lines) -> all.put("log of " + conversation, lines));
        screens.forEach((conversation, devices) ->
                devices.forEach((device, lines) -> all.put(device + " in " + conversation, lines)));
        return all;
    }

    /// Reads a conversation's whole log as that user may see it.
    static List<Line> readLog(TestUser reader, UUID conversation) {
        List<Line> lines = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode page = reader.api()
                    .get("/api/conversations/" + conversation + "/messages?limit=200&after=" + after)
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> lines.add(Line.of(Message.of(item))));
            long to = page.path("to").asLong();
            if (to <= after) {
                return lines;
            }
            after = to;
        }
    }

    /// Moves a reader's position and asks what lies after it.
    static Unread askUnread(TestUser reader, UUID conversation, long seq) {
        reader.api()
                .put("/api/conversations/" + conversation + "/read", Json.object(Map.of("seq", seq)))
                .expect(204);
        JsonNode view = reader.conversation(conversation);
        return new Unread(
                conversation,
                reader.id(),
                seq,
                view.path("readSeq").asLong(),
                view.path("unread").asInt());
    }
}
