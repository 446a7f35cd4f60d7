package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What happened in a run: what was sent, what was answered, what the log holds, what each device showed.
final class History {
    /// A message that somebody sent, whatever became of it.
    record Sending(UUID conversation, UUID id, UUID sender, String text) {}

    /// A line of a log or of a device's screen.
    record Line(long seq, UUID id, @Nullable UUID sender, String type, String text) {
        static Line of(Message message) {
            return new Line(message.seq(), message.id(), message.sender(), message.type(), message.text());
        }
    }

    private final Map<UUID, Sending> sendings = new ConcurrentHashMap<>();
    private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<UUID, List<Line>> logs = new HashMap<>();
    private final Map<UUID, Map<String, List<Line>>> screens = new HashMap<>();

    void sent(Sending sending) {
        sendings.put(sending.id(), sending);
    }

    void acknowledged(UUID id, long seq) {
        acknowledged.put(id, seq);
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
}
