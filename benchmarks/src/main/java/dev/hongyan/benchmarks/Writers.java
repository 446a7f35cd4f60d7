package dev.hongyan.benchmarks;

import dev.hongyan.benchmarks.World.Conversation;
import dev.hongyan.contracts.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/// People without a socket who write over REST, a few at the same time, until they are told to stop.
final class Writers implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final Http http;
    private final World world;
    private final List<Conversation> conversations;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Integer>> counts = new ArrayList<>();
    private volatile boolean stopped;

    Writers(Http http, World world, List<Conversation> conversations) {
        this.http = http;
        this.world = world;
        this.conversations = conversations;
        for (int i = 0; i < AT_ONCE; i++) {
            counts.add(threads.submit(this::write));
        }
    }

    private int write() {
        int written = 0;
        while (!stopped) {
            Conversation conversation =
                    conversations.get(ThreadLocalRandom.current().nextInt(conversations.size()));
            Account sender = world.accounts().get(conversation.one());
            http.post(
                    "/api/conversations/" + conversation.id() + "/messages",
                    sender.accessToken(http),
                    Map.of("id", Ids.v7().toString(), "type", "text", "body", Map.of("text", "你好")));
            written++;
        }
        return written;
    }

    /// Ends when the last message has been answered; answers how many there were.
    int stop() {
        stopped = true;
        try {
            int written = 0;
            for (Future<Integer> count : counts) {
                written += count.get();
            }
            return written;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A message could not be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
