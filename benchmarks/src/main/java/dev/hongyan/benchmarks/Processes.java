package dev.hongyan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// CPU time and memory of the processes, as Linux tells them. PostgreSQL is one process a connection and is summed.
final class Processes {
    /// `USER_HZ`, the same on every Linux that runs a JDK.
    private static final long MICROS_A_TICK = 10_000;
    private static final String GENERATOR = "generator";

    private final Map<String, Long> pids;

    /// @param pids the stack's processes by name
    Processes(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
        this.pids.put(GENERATOR, ProcessHandle.current().pid());
    }

    /// CPU time since each process began, in microseconds.
    Map<String, Long> cpuMicros() {
        Map<String, Long> micros = new LinkedHashMap<>();
        pids.forEach((name, pid) -> {
            long ticks = 0;
            for (long each : family(pid)) {
                ticks += ticks(each);
            }
            micros.put(name, ticks * MICROS_A_TICK);
        });
        return micros;
    }

    static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> difference = new LinkedHashMap<>();
        after.forEach((name, value) -> difference.put(name, value - before.getOrDefault(name, 0L)));
        return difference;
    }

    /// Memory in KiB, pages that several processes share counted in parts. Without the generator.
    Map<String, Long> pssKibibytes() {
        Map<String, Long> kibibytes = new LinkedHashMap<>();
        pids.forEach((name, pid) -> {
            if (!name.equals(GENERATOR)) {
                kibibytes.put(
                        name, family(pid).stream().mapToLong(Processes::pss).sum());
            }
        });
        return kibibytes;
    }

    private static List<Long> family(long pid) {
        List<Long> family = new ArrayList<>(List.of(pid));
        if (pid != ProcessHandle.current().pid()) {
            ProcessHandle.of(pid).ifPresent(parent -> parent.descendants().forEach(child -> family.add(child.pid())));
        }
        return family;
    }

    /// Own time in user and kernel mode, and that of children that have ended.
    private static long ticks(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }

    private static long pss(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /// Empty when the process has ended meanwhile.
    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException ended) {
            if (Files.exists(file)) {
                throw new UncheckedIOException(ended);
            }
            return "";
        }
    }
}
