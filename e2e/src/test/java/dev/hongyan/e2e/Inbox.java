package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Every frame that a device got, and a way to wait for one.
final class Inbox {
    private static final int FRAMES_TOLD = 12;
    private final List<JsonNode> frames = new ArrayList<>();

    /// Lets those look who wait for a frame that cannot come any more.
    synchronized void wake() {
        notifyAll();
    }

    synchronized void add(JsonNode frame) {
        frames.add(frame);
        notifyAll();
    }

    synchronized List<JsonNode> all(String op) {
        return after(0, op);
    }

    /// Those of that op among the frames after the first `skip`.
    synchronized List<JsonNode> after(int skip, String op) {
        return frames.stream()
                .skip(skip)
                .filter(frame -> frame.path("op").asText().equals(op))
                .toList();
    }

    synchronized int size() {
        return frames.size();
    }

    /// The first frame of that op that fits, there already or still to come.
    JsonNode await(String op, Predicate<JsonNode> fits) {
        return await(op, fits, 0, Stack.SOON);
    }

    /// The first frame of that op that fits, among those after the first `skip`.
    JsonNode await(String op, Predicate<JsonNode> fits, int skip, Duration limit) {
        return await(op, fits, skip, limit, () -> true);
    }

    /// @param possible whether one may still come
    synchronized JsonNode await(
            String op, Predicate<JsonNode> fits, int skip, Duration limit, BooleanSupplier possible) {
        long end = System.nanoTime() + limit.toNanos();
        int looked = skip;
        while (true) {
            for (; looked < frames.size(); looked++) {
                JsonNode frame = frames.get(looked);
                if (frame.path("op").asText().equals(op) && fits.test(frame)) {
                    return frame;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || !possible.getAsBoolean()) {
                String until = left > 0 ? " before the socket ended" : " within " + limit.toMillis() + " ms";
                throw new AssertionError("No such " + op + until + "; the last frames: "
                        + frames.subList(Math.max(0, frames.size() - FRAMES_TOLD), frames.size()));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
