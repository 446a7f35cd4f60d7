package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/// How long it takes until a group of so many is there: made in one call, and by as many joins.
final class Joining {
    private static final int AT_ONCE = 16;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// @param answered until the call was answered, in milliseconds
    /// @param noticed  until every member's socket had the first notice
    record Made(GroupLog log, double answered, double noticed) {}

    /// @param answered   until every join was answered, in milliseconds
    /// @param noticed    until every member's socket had the notices of all later joins too
    /// @param joinMicros of each call
    record Joined(GroupLog log, double answered, double noticed, Histogram joinMicros) {}

    private final Members members;
    private final Http http;
    private final Sockets sockets;

    Joining(Members members, Http http, Sockets sockets) {
        this.members = members;
        this.http = http;
        this.sockets = sockets;
    }

    /// One call of the first member, who is the owner, with all others.
    Made inOneCall() {
        List<String> others = new ArrayList<>();
        for (int member = 1; member < members.count(); member++) {
            others.add(members.account(member).id().toString());
        }
        String token = token(0);
        long start = System.nanoTime();
        UUID id = make(token, Map.of("name", "wild geese", "members", others));
        double answered = millis(start, System.nanoTime());
        GroupLog log = members.log(id);
        await(log, members.count(), 1);
        return new Made(log, answered, millis(start, log.allBegunAt()));
    }

    /// The first member makes an open group, and the others join, some at the same time. Who is told to come again does
    /// so, and his time goes on.
    Joined oneByOne() {
        List<String> tokens = new ArrayList<>();
        for (int member = 0; member < members.count(); member++) {
            tokens.add(token(member));
        }
        UUID id = make(tokens.getFirst(), Map.of("name", "wild geese", "members", List.of(), "joinPolicy", "open"));
        List<Callable<Long>> joins = new ArrayList<>();
        for (String token : tokens.subList(1, tokens.size())) {
            joins.add(() -> {
                long begun = System.nanoTime();
                http.call("POST", "/api/groups/" + id + "/join", token, "{}");
                return (System.nanoTime() - begun) / 1_000;
            });
        }
        long start = System.nanoTime();
        Histogram each = all(joins);
        double answered = millis(start, System.nanoTime());
        GroupLog log = members.log(id);
        await(log, members.count(), 0);
        long head = log.head();
        await(log, members.count(), head);
        return new Joined(log, answered, millis(start, log.lastAt()), each);
    }

    /// All groups that the owner has left from earlier runs and from this one, so that nobody resumes them.
    void dissolveAll() {
        String token = token(0);
        http.call("GET", "/api/groups?limit=200", token, "")
                .path("items")
                .forEach(group ->
                        http.once("DELETE", "/api/groups/" + group.path("id").asText(), token, ""));
    }

    private UUID make(String token, Map<String, ?> group) {
        return UUID.fromString(http.once("POST", "/api/groups", token, Http.json(group))
                .path("id")
                .asText());
    }

    private void await(GroupLog log, int all, long seq) {
        boolean came = Load.await(LIMIT, () -> sockets.ask(() -> log.begun() == all && log.allHold(seq)));
        if (!came) {
            throw new IllegalStateException(
                    sockets.ask(log::begun) + " of " + all + " members have heard of the group, not all up to " + seq);
        }
    }

    private String token(int member) {
        return members.account(member).accessToken(http);
    }

    private static Histogram all(List<Callable<Long>> calls) {
        Histogram micros = new Histogram(3);
        try (ExecutorService callers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (Future<Long> call : callers.invokeAll(calls)) {
                micros.recordValue(call.get());
            }
            return micros;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A join failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double millis(long start, long end) {
        return (end - start) / 1e6;
    }
}
