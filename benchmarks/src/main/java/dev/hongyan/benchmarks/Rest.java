package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Single messages into the quiet group, at uneven distances, while bystanders who are not in it talk with one another:
/// how long until the last member has it, and whether the bystanders' messages wait for it.
final class Rest {
    private static final int BYSTANDERS_RATE = 200;
    private static final int WARM_UP_SECONDS = 10;
    private static final Duration SETTLED = Duration.ofSeconds(1);
    /// A message that is planned so shortly before one into the group may meet it on its way.
    private static final long WAY_NANOS = Duration.ofMillis(10).toNanos();

    /// Deliveries to bystanders, in microseconds.
    ///
    /// @param last     from a send to its last member
    /// @param alone    while nobody sent into the group
    /// @param between  while single messages were sent, but none was under way
    /// @param meanwhile while one was under way
    record Result(Histogram last, Histogram alone, Histogram between, Histogram meanwhile) {
        Table table() {
            Table table = new Table(
                    "At rest, in ms from the planned instant. Bystanders send " + BYSTANDERS_RATE
                            + " messages a second all the time.",
                    "",
                    "count",
                    "p50",
                    "p99",
                    "p99.9",
                    "max");
            row(table, "one message into the group, until the last member has it", last);
            row(table, "one to one, nobody sends into the group", alone);
            row(table, "one to one, between two messages into the group", between);
            row(table, "one to one, while a message into the group is under way", meanwhile);
            return table;
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("lastMemberMillis", Measurement.percentiles(last));
            json.put("bystandersAloneMillis", Measurement.percentiles(alone));
            json.put("bystandersBetweenMillis", Measurement.percentiles(between));
            json.put("bystandersMeanwhileMillis", Measurement.percentiles(meanwhile));
            return json;
        }

        private static void row(Table table, String name, Histogram micros) {
            table.row(
                    name,
                    micros.getTotalCount(),
                    Table.millis(micros, 50),
                    Table.millis(micros, 99),
                    Table.millis(micros, 99.9),
                    Table.millis(micros, 100));
        }
    }

    private final Load group;
    private final Members members;
    private final Load pairs;
    private final Devices bystanders;
    private final Random random = new Random(11);

    Rest(Load group, Members members, Load pairs, Devices bystanders) {
        this.group = group;
        this.members = members;
        this.pairs = pairs;
        this.bystanders = bystanders;
    }

    Result measure(int seconds) {
        pairs.run("bystanders, warm-up", BYSTANDERS_RATE, WARM_UP_SECONDS);
        Spans alone = new Spans();
        bystanders.keep(alone);
        pairs.run("bystanders alone", BYSTANDERS_RATE, seconds);
        Spans beside = new Spans();
        Spans fanouts = new Spans();
        bystanders.keep(beside);
        members.keep(fanouts);
        Phase rest = together(seconds);
        bystanders.keep(null);
        members.keep(null);
        return new Result(
                rest.delivered(),
                select(alone, fanouts, false),
                select(beside, fanouts, false),
                select(beside, fanouts, true));
    }

    private Phase together(int seconds) {
        CompletableFuture<Phase> talk =
                CompletableFuture.supplyAsync(() -> pairs.run("bystanders beside", BYSTANDERS_RATE, seconds));
        Phase rest = group.byHand("rest", () -> {
            while (!talk.isDone()) {
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(300, 700)).toNanos());
                group.once();
            }
        });
        try {
            talk.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Load.Stalled stalled ? stalled : new IllegalStateException(e);
        }
        LockSupport.parkNanos(SETTLED.toNanos());
        return rest;
    }

    /// Those which were planned while one of the others was under way or shortly before, or all the rest. How long they
    /// took themselves must not decide: the slow ones would meet more.
    static Histogram select(Spans spans, Spans others, boolean meeting) {
        Histogram micros = new Histogram(3);
        for (int at = 0; at < spans.size(); at++) {
            long start = spans.start(at);
            if (others.meets(start, start + WAY_NANOS) == meeting) {
                micros.recordValue(spans.nanos(at) / 1_000);
            }
        }
        return micros;
    }
}
