package dev.hongyan.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// A table of a report.
final class Table {
    private final String title;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param title a sentence or two
    Table(String title, String... columns) {
        this(title, List.of(columns));
    }

    Table(String title, List<String> columns) {
        this.title = title;
        this.columns = List.copyOf(columns);
    }

    /// Numbers are shown with one digit after the point when they are small.
    Table row(Object... cells) {
        return row(List.of(cells));
    }

    Table row(List<?> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells + " is no row of " + columns);
        }
        rows.add(cells.stream().map(Table::cell).toList());
        return this;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("\n" + title + "\n\n");
        line(text, columns);
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            rule.add(i == 0 ? "---" : "---:");
        }
        line(text, rule);
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    /// A percentile of microseconds, in milliseconds; a dash when nothing was recorded.
    static String millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? "–" : decimal(micros.getValueAtPercentile(percentile) / 1_000.0);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.1f" : "%.0f", value);
    }

    private static String cell(Object value) {
        return value instanceof Double number ? decimal(number) : value.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
