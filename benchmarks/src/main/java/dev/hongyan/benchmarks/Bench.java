package dev.hongyan.benchmarks;

import dev.hongyan.benchmarks.World.Conversation;
import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// One run of the benchmark: starts the stack, warms it up, measures, compares with the log, reports.
public final class Bench {
    private static final int CONNECTING_AT_ONCE = 50;
    private static final Duration CONNECTED = Duration.ofMinutes(2);
    private static final Duration LAST_DELIVERIES = Duration.ofSeconds(5);
    private static final double SEARCH_FROM = 0.85;

    private final BenchOptions options;
    private final Cluster cluster;
    private final Http http;
    private final World world;
    private final Database database;
    private final Processes processes;
    private final Report report;

    private Bench(BenchOptions options, Cluster cluster, Report report) {
        this.options = options;
        this.cluster = cluster;
        this.http = new Http(cluster.gateway());
        this.world = World.open(options.home(), options.users(), options.friends());
        this.database = Database.of(cluster);
        this.processes = new Processes(cluster.pids());
        this.report = report;
    }

    /// @param arguments see {@link BenchOptions#USAGE}
    public static void main(String[] arguments) throws IOException {
        BenchOptions options;
        Options stack = Options.temporary();
        try {
            options = BenchOptions.parse(arguments, stack.root());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Files.createDirectories(options.home());
        Report report = new Report();
        long start = System.nanoTime();
        try (Cluster cluster =
                Cluster.start(StackSettings.unlimited(stack.home(options.home().toRealPath())))) {
            report.fact("from up to ready", seconds(System.nanoTime() - start));
            System.out.println("Ready after " + seconds(System.nanoTime() - start));
            Bench bench = new Bench(options, cluster, report);
            bench.run();
        }
        Path results = stack.root().resolve("benchmarks/results");
        System.out.println(report.write(results, options.name()));
    }

    private void run() {
        database.durability().forEach(report::fact);
        report.fact("sockets", options.viaGateway() ? "through the gateway" : "straight to push-service");
        System.out.println("People and their friendships …");
        Settling.settle(world, http);
        if (options.ceilings() && !options.memory()) {
            ceilings();
        }
        int people = options.memory() ? Math.min(BenchOptions.MEMORY_SOCKETS, world.size()) : world.size();
        List<Conversation> conversations = world.conversations(people);
        report.fact("people", people);
        report.fact("conversations", conversations.size());
        long runHalf = Ledger.runHalf(
                System.currentTimeMillis(), ThreadLocalRandom.current().nextInt());
        Ledger ledger = new Ledger(runHalf);
        URI address = options.viaGateway() ? cluster.gateway() : cluster.push();
        try (Sockets sockets = new Sockets(address)) {
            Devices devices = new Devices(world, people, conversations, ledger, sockets);
            connect(devices, people, sockets);
            Load load = new Load(devices, ledger, sockets, conversations.size());
            try (var _ = new Upkeep(world, people, devices, sockets, http, options.receivedSeconds())) {
                if (options.memory()) {
                    load(load, "quiet load", BenchOptions.MEMORY_RATE, options.memorySeconds());
                } else {
                    measure(load);
                }
                report.memory(processes.pssKibibytes());
                LockSupport.parkNanos(LAST_DELIVERIES.toNanos());
            }
            devices.faults().ending();
            System.out.println("Comparing with the log …");
            report.outcome(new LogCheck(database, ledger, conversations, devices.faults()).run(), devices.faults());
            devices.close();
        } finally {
            world.save();
        }
    }

    private void ceilings() {
        System.out.println("Ceilings of this machine …");
        report.fact("bare WebSocket forward, frames/s", ForwardCeiling.measure(world.size()));
        CommitCeiling.Result commits = CommitCeiling.measure(database);
        report.fact("commits of one row/s, 1 client (" + commits.by() + ")", commits.one());
        report.fact("commits of one row/s, 16 clients (" + commits.by() + ")", commits.many());
    }

    private void connect(Devices devices, int people, Sockets sockets) {
        System.out.println("Connecting " + people + " sockets …");
        Map<UUID, Long> heads = database.heads();
        for (int person = 0; person < people; person++) {
            int number = person;
            devices.open(number, world.accounts().get(number).accessToken(http), heads);
            Load.await(CONNECTED, () -> devices.welcomed() > number - CONNECTING_AT_ONCE);
        }
        if (!Load.await(CONNECTED, () -> devices.welcomed() == people)) {
            throw new IllegalStateException(devices.welcomed() + " of " + people + " sockets opened: "
                    + devices.faults().firsts());
        }
        for (int person = 0; person < people; person++) {
            int number = person;
            sockets.loop().execute(() -> devices.resume(number, heads));
            Load.await(CONNECTED, () -> devices.resumed() > number - CONNECTING_AT_ONCE);
        }
        if (!Load.await(CONNECTED, () -> devices.resumed() == people)) {
            throw new IllegalStateException(devices.resumed() + " of " + people + " devices resumed: "
                    + devices.faults().firsts());
        }
    }

    private void measure(Load load) {
        System.out.println("Warming up for " + options.warmUpSeconds() + " s …");
        int carried = load.atTheLimit("warm-up", options.warmUpSeconds(), 1_000);
        report.fact("carried at the end of the warm-up, messages/s", carried);
        System.out.println("  carried " + carried + "/s");
        for (int rate : options.rates()) {
            load(load, "fixed", rate, options.phaseSeconds());
        }
        if (options.search()) {
            load.atTheLimit("warm again", Math.max(4, options.warmUpSeconds() / 6), carried / 2);
            int highest = Search.highest(
                    (int) (carried * SEARCH_FROM), rate -> load(load, "search", rate, options.phaseSeconds()));
            report.fact("highest rate held, messages/s", highest);
        }
    }

    private Measurement load(Load load, String name, int rate, int seconds) {
        Map<String, Long> before = processes.cpuMicros();
        long checkpoints = database.checkpoints();
        Phase phase = load.run(name, rate, seconds);
        Map<String, Long> used = Processes.difference(before, processes.cpuMicros());
        Measurement measurement = new Measurement(phase, used, database.checkpoints() - checkpoints);
        report.add(measurement);
        System.out.printf(
                Locale.ROOT,
                "  %d/s: sent %.1f / %.1f ms, delivery %.1f / %.1f ms, %.0f µs a message, %s%n",
                rate,
                Measurement.millis(phase.sent(), 50),
                Measurement.millis(phase.sent(), 99),
                Measurement.millis(phase.delivered(), 50),
                Measurement.millis(phase.delivered(), 99),
                measurement.cpuMicrosAMessage(),
                phase.held() ? "held" : "not held");
        return measurement;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
