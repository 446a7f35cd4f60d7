package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads what is missing in a device's store from the log, of each conversation once at a time, and again while nobody
/// answers.
final class Holes implements AutoCloseable {
    private static final int PAGE = 200;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Api api;
    private final DeviceStore store;
    private final Set<UUID> reading = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Holes(Api api, DeviceStore store) {
        this.api = api;
        this.store = store;
    }

    /// Begins to read and does not wait for it.
    void fill(UUID conversation) {
        if (reading.add(conversation)) {
            Thread.startVirtualThread(() -> read(conversation));
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void read(UUID conversation) {
        try {
            while (store.hasHole(conversation) && !closed) {
                Answer answer = page(conversation);
                if (answer == null) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                    continue;
                }
                if (answer.status() == 404) {
                    return; // taken out meanwhile: what he may still see comes with the next resume
                }
                JsonNode page = answer.expect(200).json();
                List<Message> items = new ArrayList<>();
                page.path("items").forEach(item -> items.add(Message.of(item)));
                store.covered(conversation, items, page.path("to").asLong());
            }
        } finally {
            reading.remove(conversation);
        }
    }

    /// Nothing when whoever should answer is away.
    private @Nullable Answer page(UUID conversation) {
        try {
            Answer answer = api.get("/api/conversations/" + conversation + "/messages?limit=" + PAGE + "&after="
                    + store.top(conversation));
            return answer.status() == 502 || answer.status() == 503 || answer.status() == 504 ? null : answer;
        } catch (UncheckedIOException notAnswered) {
            return null;
        }
    }
}
