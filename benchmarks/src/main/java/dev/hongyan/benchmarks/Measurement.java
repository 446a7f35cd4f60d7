package dev.hongyan.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// A phase and what it cost.
///
/// @param cpuMicros   CPU time of each process during the phase
/// @param checkpoints how many checkpoints of the database fell into it
record Measurement(Phase phase, Map<String, Long> cpuMicros, long checkpoints) {

    double cpuMicrosAMessage(String process) {
        return (double) cpuMicros.getOrDefault(process, 0L) / Math.max(1, phase.messages());
    }

    double cpuMicrosAMessage() {
        return cpuMicros.keySet().stream().mapToDouble(this::cpuMicrosAMessage).sum();
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
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
        json.put("checkpoints", checkpoints);
        return json;
    }

    private static Map<String, Object> percentiles(Histogram histogram) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        percentiles.put("count", histogram.getTotalCount());
        percentiles.put("p50", millis(histogram, 50));
        percentiles.put("p99", millis(histogram, 99));
        percentiles.put("p99.9", millis(histogram, 99.9));
        percentiles.put("max", histogram.getMaxValue() / 1_000.0);
        return percentiles;
    }
}
