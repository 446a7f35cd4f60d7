package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// One-to-one messages: fixed rates, then the highest one that is held.
final class DirectRun implements Bench.Run {
    private static final int CONNECTING_AT_ONCE = 50;
    private static final Duration CONNECTED = Duration.ofMinutes(2);
    /// What comes twice may come late.
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final double SEARCH_FROM = 0.85;
    private static final double GROWTH = 1.08;
    private static final int FIRST_RATE = 1_000;
    private static final int SEARCH_STEP = 100;

    private final BenchOptions options;
    private final List<Measurement> measurements = new ArrayList<>();

    DirectRun(BenchOptions options) {
        this.options = options;
    }

    @Override
    public BenchOptions.Common common() {
        return options.common();
    }

    @Override
    public void run(Stack stack, Report report) {
        report.fact("sockets", options.viaGateway() ? "through the gateway" : "straight to push-service");
        World world = World.open(common().home(), common().users(), common().friends());
        Settling.settle(world, stack.http());
        if (common().ceilings() && !options.memory()) {
            ceilings(stack, world, report);
        }
        int people = options.memory() ? Math.min(BenchOptions.MEMORY_SOCKETS, world.size()) : world.size();
        Map<UUID, Long> heads = stack.database().heads();
        Map<String, Long> pids = stack.pids();
        Faults faults = new Faults();
        long runHalf = Ledger.runHalf(
                System.currentTimeMillis(), ThreadLocalRandom.current().nextInt());
        Ledger ledger = new Ledger(runHalf);
        try (Sockets sockets = new Sockets(stack.sockets(options.viaGateway()))) {
            Devices devices = new Devices(world, people, heads, ledger, sockets, faults);
            report.fact("people", people);
            report.fact("conversations", devices.conversations().size());
            connect(devices, people, sockets, stack.http());
            Load load = new Load(devices, sockets, GROWTH);
            try (var _ = new Upkeep(devices, sockets, stack.http(), common().receivedSeconds(), faults)) {
                measure(load, stack, sockets, report);
                LockSupport.parkNanos(LATE.toNanos());
            } catch (Load.Stalled stalled) {
                faults.stalled(String.valueOf(stalled.getMessage()));
            }
            PhaseTables.write(measurements, report);
            report.memory(stack.processes().pssKibibytes());
            sockets.requireSound();
            stack.requireSameProcesses(pids, faults);
            devices.breakOff(people);
            System.out.println("Comparing with the log …");
            LogCheck.Result log = new LogCheck(stack.database(), ledger, devices.conversations(), faults).run();
            report.json("log", log);
            report.outcome(log.toString(), faults);
        } finally {
            world.save();
        }
    }

    private static void ceilings(Stack stack, World world, Report report) {
        System.out.println("Ceilings of this machine …");
        report.fact("bare WebSocket forward, frames/s in and as many out", ForwardCeiling.measure(world.size()));
        CommitCeiling.Result commits = CommitCeiling.measure(stack.database());
        report.fact("commits of one row/s, 1 client (" + commits.by() + ")", commits.one());
        report.fact("commits of one row/s, 16 clients (" + commits.by() + ")", commits.many());
    }

    /// Opens the sockets of the first so many, who resume.
    static void connect(Devices devices, int people, Sockets sockets, Http http) {
        System.out.println("Connecting " + people + " sockets …");
        for (int person = 0; person < people; person++) {
            int number = person;
            devices.open(number, devices.account(number).accessToken(http));
            Load.await(CONNECTED, () -> devices.resumed() > number - CONNECTING_AT_ONCE);
        }
        boolean all = Load.await(CONNECTED, () -> devices.resumed() == people);
        sockets.requireSound();
        if (!all) {
            throw new IllegalStateException(devices.resumed() + " of " + people + " devices resumed");
        }
    }

    private void measure(Load load, Stack stack, Sockets sockets, Report report) {
        if (options.memory()) {
            measure(load, stack, sockets, "quiet load", BenchOptions.MEMORY_RATE, options.memorySeconds());
            return;
        }
        int warmUp = common().warmUpSeconds();
        System.out.println("Warming up for " + warmUp + " s …");
        int carried = load.atTheLimit("warm-up", warmUp, FIRST_RATE);
        report.fact("carried at the end of the warm-up, messages/s", carried);
        System.out.println("  carried " + carried + "/s");
        for (int rate : common().rates()) {
            measure(load, stack, sockets, "fixed", rate, common().phaseSeconds());
        }
        if (common().search()) {
            load.atTheLimit("warm again", Math.max(4, warmUp / 6), Math.max(FIRST_RATE, carried / 2));
            Search.Result highest = Search.highest(
                    (int) (carried * SEARCH_FROM),
                    SEARCH_STEP,
                    rate -> measure(load, stack, sockets, "search", rate, common().phaseSeconds()));
            report.fact("highest rate held, messages/s", highest.toString());
        }
    }

    private Measurement measure(Load load, Stack stack, Sockets sockets, String name, int rate, int seconds) {
        Measurement measurement = Measurement.of(stack, sockets, () -> load.run(name, rate, seconds));
        measurements.add(measurement);
        Phase phase = measurement.phase();
        System.out.printf(
                Locale.ROOT,
                "  %d/s: sent %s / %s ms, delivery %s / %s ms, %.0f µs a message, %s%n",
                rate,
                Table.millis(phase.sent(), 50),
                Table.millis(phase.sent(), 99),
                Table.millis(phase.delivered(), 50),
                Table.millis(phase.delivered(), 99),
                measurement.cpuMicrosAMessage(),
                phase.held() ? "held" : "not held");
        return measurement;
    }
}
