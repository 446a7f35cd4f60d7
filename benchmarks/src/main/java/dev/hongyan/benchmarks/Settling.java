package dev.hongyan.benchmarks;

import dev.hongyan.contracts.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes the people and their friendships by the public interface, once for each home: some minutes. An interrupted
/// set-up goes on where it stopped.
final class Settling {
    private static final int AT_ONCE = 16;
    private static final int SLICE = 500;

    private final World world;
    private final Http http;

    private Settling(World world, Http http) {
        this.world = world;
        this.http = http;
    }

    static void settle(World world, Http http) {
        System.out.println("People and their friendships …");
        Settling settling = new Settling(world, http);
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            settling.register(workers);
            settling.befriend(workers);
            settling.renew(workers);
        }
        world.save();
    }

    private void register(ExecutorService workers) {
        while (world.accounts().size() < world.size()) {
            int from = world.accounts().size();
            List<Callable<Account>> slice = new ArrayList<>();
            for (int i = from; i < Math.min(world.size(), from + SLICE); i++) {
                String username = "b" + Integer.toString(i, 36) + "-" + Long.toString(System.nanoTime(), 36);
                slice.add(() -> Account.register(http, username));
            }
            world.accounts().addAll(all(workers, slice));
            world.save();
            System.out.printf("  %d of %d people%n", world.accounts().size(), world.size());
        }
    }

    private void befriend(ExecutorService workers) {
        List<int[]> pairs = world.pairs();
        while (world.befriended() < pairs.size()) {
            int from = world.befriended();
            int to = Math.min(pairs.size(), from + SLICE);
            List<Callable<Boolean>> slice = new ArrayList<>();
            pairs.subList(from, to)
                    .forEach(pair -> slice.add(() -> {
                        befriend(world.accounts().get(pair[0]), world.accounts().get(pair[1]));
                        return true;
                    }));
            all(workers, slice);
            world.befriended(to);
            world.save();
            System.out.printf("  %d of %d friendships%n", to, pairs.size());
        }
    }

    /// Ends well also when an interrupted set-up had made these two friends already.
    private void befriend(Account one, Account other) {
        String token = one.accessToken(http);
        try {
            String request = http.post(
                            "/api/friend-requests",
                            token,
                            Map.of("to", other.id().toString()))
                    .path("id")
                    .asText();
            http.post("/api/friend-requests/" + request + "/accept", other.accessToken(http), Map.of());
        } catch (Http.Refused refused) {
            if (!String.valueOf(refused.getMessage()).contains("already-")) {
                throw refused;
            }
        }
        http.put("/api/conversations/direct/" + other.id(), token);
        greet(one, other);
    }

    /// A conversation is in nobody's list before its first message.
    private void greet(Account one, Account other) {
        Map<String, Object> message = Map.of("id", Ids.v7().toString(), "type", "text", "body", Map.of("text", "你好"));
        String conversation = "/api/conversations/" + Ids.direct(one.id(), other.id());
        http.post(conversation + "/messages", one.accessToken(http), message);
    }

    private void renew(ExecutorService workers) {
        List<Callable<String>> renewals = new ArrayList<>();
        world.accounts().forEach(account -> renewals.add(() -> account.accessToken(http)));
        all(workers, renewals);
    }

    private static <T> List<T> all(ExecutorService workers, List<Callable<T>> tasks) {
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : workers.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The people could not be set up: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
