package dev.hongyan.e2e;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What a device holds, kept by the client's rules: by `seq`, each number once, nothing shown beyond a hole
/// until the hole is filled.
final class DeviceStore {
    private final Map<UUID, Held> held = new HashMap<>();

    private static final class Held {
        long top;
        final List<Message> shown = new ArrayList<>();
        final TreeMap<Long, Message> beyond = new TreeMap<>();
    }

    /// Takes a message; false when it lies beyond a hole, which is then to be read from the server.
    synchronized boolean take(Message message) {
        Held conversation = of(message.conversation());
        if (message.seq() <= conversation.top) {
            return true;
        }
        if (restores(message) && message.body().path("from").asLong() <= conversation.top + 1) {
            show(conversation, message);
            conversation.beyond.headMap(conversation.top, true).clear();
            showWhatFollows(conversation);
            return conversation.beyond.isEmpty();
        }
        conversation.beyond.putIfAbsent(message.seq(), message);
        showWhatFollows(conversation);
        return conversation.beyond.isEmpty();
    }

    /// The server has answered everything up to `to`: a number below that did not come is not for this
    /// device.
    synchronized void covered(UUID conversation, Collection<Message> answered, long to) {
        Held into = of(conversation);
        answered.stream().filter(message -> message.seq() > into.top).forEach(message -> {
            into.beyond.remove(message.seq());
            show(into, message);
        });
        into.top = Math.max(into.top, to);
        into.beyond.headMap(into.top, true).clear();
        showWhatFollows(into);
    }

    /// What lies below is left to be read when somebody scrolls there.
    synchronized void leftOut(UUID conversation, long to) {
        Held into = of(conversation);
        into.top = Math.max(into.top, to);
        showWhatFollows(into);
    }

    synchronized boolean hasHole(UUID conversation) {
        return !of(conversation).beyond.isEmpty();
    }

    synchronized long top(UUID conversation) {
        return of(conversation).top;
    }

    synchronized Map<UUID, Long> cursors() {
        Map<UUID, Long> cursors = new HashMap<>();
        held.forEach((conversation, into) -> cursors.put(conversation, into.top));
        return cursors;
    }

    /// What the device shows, in its order.
    synchronized List<Message> shown(UUID conversation) {
        return List.copyOf(of(conversation).shown);
    }

    private Held of(UUID conversation) {
        return held.computeIfAbsent(conversation, _ -> new Held());
    }

    private static void showWhatFollows(Held into) {
        while (!into.beyond.isEmpty() && into.beyond.firstKey() == into.top + 1) {
            show(into, into.beyond.pollFirstEntry().getValue());
        }
    }

    /// A restore takes back what it has lost.
    private static void show(Held into, Message message) {
        if (restores(message)) {
            long from = message.body().path("from").asLong();
            into.shown.removeIf(lost -> lost.seq() >= from);
        }
        into.shown.add(message);
        into.top = message.seq();
    }

    private static boolean restores(Message message) {
        return message.type().equals("notice") && message.event().equals("restored");
    }
}
