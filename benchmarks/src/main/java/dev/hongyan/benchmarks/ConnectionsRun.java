package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Connections that do nothing but be there: how much memory of push-service each takes, how fast they open and resume,
/// and how soon all are back and current when they are broken off at once while people go on writing.
final class ConnectionsRun implements Bench.Run {
    private static final int PRACTICE = 500;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final String PUSH = "push-service";

    private final BenchOptions.Connections options;

    ConnectionsRun(BenchOptions.Connections options) {
        this.options = options;
    }

    @Override
    public BenchOptions.Common common() {
        return options.common();
    }

    @Override
    public void run(Stack stack, Report report) {
        int most = options.sizes().getLast();
        Descriptors.require(most + 1_000);
        World world = World.open(common().home(), common().users(), common().friends());
        Settling.settle(world, stack.http());
        Map<String, Long> pids = stack.pids();
        Faults faults = new Faults();
        Ledger ledger = new Ledger(Ledger.runHalf(
                System.currentTimeMillis(), ThreadLocalRandom.current().nextInt()));
        try (Sockets sockets = new Sockets(stack.cluster().push())) {
            Map<UUID, Long> heads = stack.database().heads();
            Devices devices = new Devices(world, most, heads, ledger, sockets, faults);
            report.fact("conversations of each", common().friends() + " direct ones and `self`");
            Opening opening = new Opening(devices, sockets, stack.http(), options.atOnce());
            opening.open(0, Math.min(PRACTICE, most));
            close(devices, Math.min(PRACTICE, most));
            try (var _ = new Upkeep(devices, sockets, stack.http(), common().receivedSeconds(), faults)) {
                idle(opening, stack, report);
                close(devices, most);
                report.fact(
                        "all " + most + " opened and resumed, s",
                        Table.decimal(opening.open(0, most).toMillis() / 1e3));
                close(devices, most);
                drop(opening, devices, stack, world, report);
            }
            report.memory(stack.processes().pssKibibytes());
            sockets.requireSound();
            stack.requireSameProcesses(pids, faults);
            devices.breakOff(options.dropped());
            report.outcome("Every device that came back holds all its conversations up to their heads.", faults);
        } finally {
            world.save();
        }
    }

    /// From none to so many, with a look at the memory after each step.
    private void idle(Opening opening, Stack stack, Report report) {
        System.out.println("Idle connections …");
        long pid = stack.pids().getOrDefault(PUSH, 0L);
        Table table = new Table(
                "Memory of push-service with idle, resumed connections, after a full collection.",
                "connections",
                "resident MiB",
                "live heap MiB",
                "opened in s",
                "resident KiB each",
                "live heap KiB each");
        Memory before = Memory.of(pid);
        table.row(0, before.resident() / 1024, before.heap() / 1024, "", "", "");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("0", before);
        int open = 0;
        for (int size : options.sizes()) {
            Duration took = opening.open(open, size);
            open = size;
            LockSupport.parkNanos(SETTLED.toNanos());
            Memory memory = Memory.of(pid);
            table.row(
                    size,
                    memory.resident() / 1024,
                    memory.heap() / 1024,
                    took.toMillis() / 1e3,
                    (double) (memory.resident() - before.resident()) / size,
                    (double) (memory.heap() - before.heap()) / size);
            json.put(Integer.toString(size), memory);
        }
        report.add(table);
        report.json("idle", json);
        System.out.print(table.markdown());
    }

    private void drop(Opening opening, Devices devices, Stack stack, World world, Report report) {
        int dropped = options.dropped();
        System.out.println("Breaking " + dropped + " off at once …");
        opening.open(0, dropped);
        LockSupport.parkNanos(SETTLED.toNanos());
        try (Writers writers = new Writers(stack.http(), world, World.among(devices.conversations(), dropped))) {
            long start = System.nanoTime();
            devices.breakOff(dropped);
            Duration resumed = opening.open(0, dropped);
            int written = writers.stop();
            Map<UUID, Long> heads = stack.database().heads();
            if (!Load.await(LIMIT, () -> devices.reach(heads, dropped))) {
                throw new IllegalStateException("Not all devices have become current");
            }
            double current = (Math.max(devices.lastDelivery(), start + resumed.toNanos()) - start) / 1e9;
            report.fact("messages written while " + dropped + " sockets were coming back", written);
            report.fact(dropped + " dropped at once, all resumed after, s", Table.decimal(resumed.toMillis() / 1e3));
            report.fact(dropped + " dropped at once, all current after, s", Table.decimal(current));
        }
    }

    private static void close(Devices devices, int count) {
        devices.breakOff(count);
        LockSupport.parkNanos(SETTLED.toNanos());
    }
}
