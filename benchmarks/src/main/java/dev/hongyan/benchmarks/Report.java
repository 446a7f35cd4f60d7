package dev.hongyan.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The figures of a run, as a table for people and as JSON for programs.
final class Report {
    /// The steps of the budget in `ARCHITECTURE.md`, microseconds a message.
    private static final Map<String, Integer> BUDGET = budget();

    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private Map<String, Long> pssKibibytes = Map.of();
    private @Nullable Faults faults;
    private LogCheck.@Nullable Result log;

    private static Map<String, Integer> budget() {
        Map<String, Integer> budget = new LinkedHashMap<>();
        budget.put("generator", 14);
        budget.put("push-service", 18);
        budget.put("message-service", 10);
        budget.put("postgres", 35);
        budget.put("kafka", 8);
        return budget;
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    void fact(String name, Object value) {
        facts.put(name, value);
    }

    void memory(Map<String, Long> kibibytes) {
        pssKibibytes = kibibytes;
    }

    void outcome(LogCheck.Result result, Faults counted) {
        log = result;
        faults = counted;
    }

    /// Writes both files and answers the table.
    String write(Path folder, String name) {
        String markdown = markdown(name);
        Path base = folder.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + name);
        try {
            Files.createDirectories(folder);
            Files.writeString(Path.of(base + ".md"), markdown);
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(Path.of(base + ".json").toFile(), json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return markdown;
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(facts);
        json.put("phases", measurements.stream().map(Measurement::json).toList());
        json.put("pssKibibytes", pssKibibytes);
        if (log != null && faults != null) {
            json.put("planned", log.planned());
            json.put("acknowledged", log.acknowledged());
            json.put("stored", log.stored());
            json.put("faults", faults.counts());
            json.put("firstFaults", faults.firsts());
        }
        return json;
    }

    private String markdown(String name) {
        StringBuilder text = new StringBuilder("# Benchmark " + name + "\n\n");
        facts.forEach((fact, value) ->
                text.append("- ").append(fact).append(": ").append(value).append('\n'));
        if (!measurements.isEmpty()) {
            latencies(text);
            costs(text);
        }
        if (!pssKibibytes.isEmpty()) {
            memory(text);
        }
        if (log != null && faults != null) {
            text.append("\nMessages: %d planned, %d acknowledged, %d in the log. Faults: %s%n"
                    .formatted(
                            log.planned(),
                            log.acknowledged(),
                            log.stored(),
                            faults.counts().isEmpty() ? "none" : faults.counts()));
            faults.firsts()
                    .forEach((kind, first) -> text.append("- ")
                            .append(kind)
                            .append(", the first: ")
                            .append(first)
                            .append('\n'));
        }
        return text.toString();
    }

    private void latencies(StringBuilder text) {
        text.append("\nLatencies in ms, from the planned instant.\n\n");
        text.append("| phase | rate/s | `sent` p50 | p99 | p99.9 | delivery p50 | p99 | p99.9 | backlog | held |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
        for (Measurement each : measurements) {
            Phase phase = each.phase();
            text.append("| %s | %d | %s | %s | %d | %s |%n"
                    .formatted(
                            phase.name(),
                            phase.rate(),
                            percentiles(phase.sent()),
                            percentiles(phase.delivered()),
                            phase.largestBacklog(),
                            phase.held() ? "yes" : "no"));
        }
    }

    private void costs(StringBuilder text) {
        text.append(
                "\nCPU in µs a message, by process; checkpoints of the database in that time.\n\n| phase | rate/s |");
        List<String> processes = List.copyOf(measurements.getFirst().cpuMicros().keySet());
        processes.forEach(process -> text.append(' ').append(process).append(" |"));
        text.append(" all | checkpoints |\n| --- | ---: |")
                .append(" ---: |".repeat(processes.size() + 2))
                .append('\n');
        for (Measurement each : measurements) {
            text.append("| ")
                    .append(each.phase().name())
                    .append(" | ")
                    .append(each.phase().rate())
                    .append(" |");
            processes.forEach(process ->
                    text.append(decimal(each.cpuMicrosAMessage(process))).append(" |"));
            text.append(decimal(each.cpuMicrosAMessage()))
                    .append(" | ")
                    .append(each.checkpoints())
                    .append(" |\n");
        }
        text.append("| budget | 15000 |");
        processes.forEach(process -> text.append(' ')
                .append(BUDGET.containsKey(process) ? BUDGET.get(process) : "")
                .append(" |"));
        text.append(" 100 | |\n");
    }

    private void memory(StringBuilder text) {
        text.append("\nMemory (PSS) in MiB\n\n| process | MiB |\n| --- | ---: |\n");
        pssKibibytes.forEach((process, size) -> text.append("| ")
                .append(process)
                .append(" | ")
                .append(size / 1024)
                .append(" |\n"));
        long all = pssKibibytes.values().stream().mapToLong(Long::longValue).sum();
        text.append("| all | ").append(all / 1024).append(" |\n");
    }

    private static String percentiles(Histogram histogram) {
        return decimal(Measurement.millis(histogram, 50)).strip() + " |"
                + decimal(Measurement.millis(histogram, 99)) + " |"
                + decimal(Measurement.millis(histogram, 99.9));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value < 100 ? " %.1f" : " %.0f", value);
    }
}
