package dev.hongyan.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// A phase and what it cost.
///
/// @param cpuMicros   CPU time of each process during the phase
/// @param threadMicros CPU time of the generator's thread: when it has none left, its own queue is what is measured
/// @param wallMicros  how long it took, with what was under way at its end
/// @param checkpoints how many checkpoints of the database fell into it; negative: unknown
record Measurement(Phase phase, Map<String, Long> cpuMicros, double threadMicros, double wallMicros, long checkpoints) {

    double cpuMicrosAMessage(String process) {
        return (double) cpuMicros.getOrDefault(process, 0L) / Math.max(1, phase.messages());
    }

    double cpuMicrosAMessage() {
        return cpuMicros.keySet().stream().mapToDouble(this::cpuMicrosAMessage).sum();
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    double generatorThreadPercent() {
        return threadMicros / wallMicros * 100;
    }

    String checkpointsInWords() {
        return checkpoints < 0 ? "?" : Long.toString(checkpoints);
    }

    /// Runs a phase and looks at what it costs.
    static Measurement of(Stack stack, Sockets sockets, Supplier<Phase> run) {
        Map<String, Long> before = stack.processes().cpuMicros();
        long checkpoints = stack.database().checkpoints();
        long thread = sockets.cpuNanos();
        long start = System.nanoTime();
        Phase phase = run.get();
        double wall = (System.nanoTime() - start) / 1_000.0;
        double busy = (sockets.cpuNanos() - thread) / 1_000.0;
        Map<String, Long> used = Processes.difference(before, stack.processes().cpuMicros());
        return new Measurement(
                phase, used, busy, wall, checkpoints < 0 ? -1 : stack.database().checkpoints() - checkpoints);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", phase.name());
        json.put("rate", phase.rate());
        json.put("seconds", phase.seconds());
        json.put("messages", phase.messages());
        json.put("held", phase.held());
        json.put("largestBacklog", phase.largestBacklog());
        json.put("retries", phase.retries());
        json.put("refusals", phase.refusals());
        json.put("sentMillis", percentiles(phase.sent()));
        json.put("deliveryMillis", percentiles(phase.delivered()));
        Map<String, Object> cpu = new LinkedHashMap<>();
        cpuMicros.keySet().forEach(process -> cpu.put(process, cpuMicrosAMessage(process)));
        json.put("cpuMicrosAMessage", cpu);
        json.put("generatorThreadPercent", generatorThreadPercent());
        json.put("checkpoints", checkpoints);
        return json;
    }

    static Map<String, Object> percentiles(Histogram histogram) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        percentiles.put("count", histogram.getTotalCount());
        percentiles.put("p50", millis(histogram, 50));
        percentiles.put("p99", millis(histogram, 99));
        percentiles.put("p99.9", millis(histogram, 99.9));
        percentiles.put("max", histogram.getMaxValue() / 1_000.0);
        return percentiles;
    }
}
