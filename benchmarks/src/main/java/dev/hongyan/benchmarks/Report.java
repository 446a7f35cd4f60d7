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
import java.util.Map;

/// The figures of a run, as tables for people and as JSON for programs.
final class Report {
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final StringBuilder outcome = new StringBuilder();

    void fact(String name, Object value) {
        facts.put(name, value);
        json.put(name, value);
    }

    void add(Table table) {
        tables.add(table);
    }

    /// What programs find under that name.
    void json(String name, Object value) {
        json.put(name, value);
    }

    void memory(Map<String, Long> pssKibibytes) {
        Table table = new Table("Memory (PSS) in MiB", "process", "MiB");
        pssKibibytes.forEach((process, size) -> table.row(process, size / 1024));
        long all = pssKibibytes.values().stream().mapToLong(Long::longValue).sum();
        add(table.row("all", all / 1024));
        json("pssKibibytes", pssKibibytes);
    }

    /// @param counted what was planned, and what became of it, in words
    void outcome(String counted, Faults faults) {
        outcome.append("\n%s Faults: %s%n"
                .formatted(
                        counted,
                        faults.counts().isEmpty() ? "none" : faults.counts().toString()));
        faults.firsts()
                .forEach((kind, first) -> outcome.append("- ")
                        .append(kind)
                        .append(", the first: ")
                        .append(first)
                        .append('\n'));
        json("faults", faults.counts());
        json("firstFaults", faults.firsts());
    }

    /// Writes both files and answers the text.
    String write(Path folder, String name) {
        String markdown = markdown(name);
        Path base = folder.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + name);
        try {
            Files.createDirectories(folder);
            Files.writeString(Path.of(base + ".md"), markdown);
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(Path.of(base + ".json").toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return markdown;
    }

    private String markdown(String name) {
        StringBuilder text = new StringBuilder("# Benchmark " + name + "\n\n");
        facts.forEach((fact, value) ->
                text.append("- ").append(fact).append(": ").append(value).append('\n'));
        tables.forEach(table -> text.append(table.markdown()));
        return text.append(outcome).toString();
    }
}
