package dev.hongyan.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of the phases with messages into a group.
final class GroupTables {
    /// What the last delivery may take.
    private static final int GOOD_MICROS = 250_000;

    private GroupTables() {}

    static void write(List<Measurement> measurements, int members, Report report) {
        report.json("phases", measurements.stream().map(GroupTables::json).toList());
        if (!measurements.isEmpty()) {
            int good = measurements.stream()
                    .map(Measurement::phase)
                    .filter(phase -> phase.held() && phase.delivered().getValueAtPercentile(99) <= GOOD_MICROS)
                    .mapToInt(Phase::rate)
                    .max()
                    .orElse(0);
            report.fact("most deliveries/s held with the last one's p99 within 250 ms", good * members);
            report.add(deliveries(measurements));
            report.add(costs(measurements));
        }
    }

    private static Table deliveries(List<Measurement> measurements) {
        Table table = new Table(
                "Messages into the group; latencies in ms, from the planned instant; \"last\" is when the last member has it.",
                "phase",
                "messages/s",
                "deliveries/s",
                "frames/s",
                "`sent` p50",
                "p99",
                "last p50",
                "p99",
                "p99.9",
                "backlog",
                "lagged",
                "held");
        for (Measurement each : measurements) {
            Phase phase = each.phase();
            table.row(
                    phase.name(),
                    phase.rate(),
                    Math.round(phase.deliveriesASecond()),
                    Math.round(phase.framesASecond()),
                    Table.millis(phase.sent(), 50),
                    Table.millis(phase.sent(), 99),
                    Table.millis(phase.delivered(), 50),
                    Table.millis(phase.delivered(), 99),
                    Table.millis(phase.delivered(), 99.9),
                    phase.largestBacklog(),
                    phase.lags(),
                    phase.held() ? "yes" : "no");
        }
        return table;
    }

    private static Table costs(List<Measurement> measurements) {
        List<String> processes = List.copyOf(measurements.getFirst().cpuMicros().keySet());
        List<String> columns = new ArrayList<>(List.of("phase", "messages/s"));
        columns.addAll(processes);
        columns.addAll(List.of("the generator's thread", "checkpoints"));
        Table table = new Table(
                "CPU in percent of one core, by process; at 100 % of its thread the generator would be what is measured.",
                columns);
        for (Measurement each : measurements) {
            List<Object> row =
                    new ArrayList<>(List.of(each.phase().name(), each.phase().rate()));
            processes.forEach(process -> row.add(percent(each, process)));
            row.addAll(List.of(each.generatorThreadPercent(), each.checkpointsInWords()));
            table.row(row);
        }
        return table;
    }

    private static double percent(Measurement measurement, String process) {
        return measurement.cpuMicros().getOrDefault(process, 0L) / measurement.wallMicros() * 100;
    }

    private static Map<String, Object> json(Measurement measurement) {
        Phase phase = measurement.phase();
        Map<String, Object> json = new LinkedHashMap<>(measurement.json());
        json.put("deliveriesASecond", phase.deliveriesASecond());
        json.put("framesASecond", phase.framesASecond());
        json.put("lagged", phase.lags());
        Map<String, Object> cpu = new LinkedHashMap<>();
        measurement.cpuMicros().keySet().forEach(process -> cpu.put(process, percent(measurement, process)));
        json.put("cpuPercentOfACore", cpu);
        return json;
    }
}
