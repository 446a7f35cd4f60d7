package dev.hongyan.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of the phases with one-to-one messages.
final class PhaseTables {
    /// The steps of the budget in `ARCHITECTURE.md`, microseconds a message.
    private static final Map<String, Integer> BUDGET = budget();

    private PhaseTables() {}

    private static Map<String, Integer> budget() {
        Map<String, Integer> budget = new LinkedHashMap<>();
        budget.put("generator", 14);
        budget.put("push-service", 18);
        budget.put("message-service", 10);
        budget.put("postgres", 35);
        budget.put("kafka", 8);
        return budget;
    }

    static void write(List<Measurement> measurements, Report report) {
        report.json("phases", measurements.stream().map(Measurement::json).toList());
        if (!measurements.isEmpty()) {
            report.add(latencies(measurements));
            report.add(costs(measurements));
        }
    }

    private static Table latencies(List<Measurement> measurements) {
        Table table = new Table(
                "Latencies in ms, from the planned instant.",
                "phase",
                "rate/s",
                "`sent` p50",
                "p99",
                "p99.9",
                "delivery p50",
                "p99",
                "p99.9",
                "backlog",
                "held");
        for (Measurement each : measurements) {
            Phase phase = each.phase();
            table.row(
                    phase.name(),
                    phase.rate(),
                    Table.millis(phase.sent(), 50),
                    Table.millis(phase.sent(), 99),
                    Table.millis(phase.sent(), 99.9),
                    Table.millis(phase.delivered(), 50),
                    Table.millis(phase.delivered(), 99),
                    Table.millis(phase.delivered(), 99.9),
                    phase.largestBacklog(),
                    phase.held() ? "yes" : "no");
        }
        return table;
    }

    private static Table costs(List<Measurement> measurements) {
        List<String> processes = List.copyOf(measurements.getFirst().cpuMicros().keySet());
        List<String> columns = new ArrayList<>(List.of("phase", "rate/s"));
        columns.addAll(processes);
        columns.addAll(List.of("all", "checkpoints"));
        Table table = new Table("CPU in µs a message, by process; checkpoints of the database in that time.", columns);
        for (Measurement each : measurements) {
            List<Object> row =
                    new ArrayList<>(List.of(each.phase().name(), each.phase().rate()));
            processes.forEach(process -> row.add(each.cpuMicrosAMessage(process)));
            row.addAll(List.of(each.cpuMicrosAMessage(), each.checkpointsInWords()));
            table.row(row);
        }
        List<Object> budget = new ArrayList<>(List.of("budget", "15000"));
        processes.forEach(process ->
                budget.add(BUDGET.containsKey(process) ? BUDGET.get(process).toString() : ""));
        budget.addAll(List.of("100", ""));
        return table.row(budget);
    }
}
