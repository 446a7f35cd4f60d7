package dev.hongyan.kit.outbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hongyan.contracts.DomainEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table whose rows can be told again as events.
public interface EventSource {
    /// The end of a query for a {@link Page}, after what it is ordered by.
    String FIRST_ROWS = " fetch first " + Page.ROWS + " rows with ties";

    /// The present state of the rows of the span that changed at `at` or later. In a transaction.
    Page changed(Span span, Instant at);

    /// @param from included
    /// @param to   excluded
    record Span(
            @JsonProperty(required = true) Instant from,
            @JsonProperty(required = true) Instant to) {}

    /// What fits into a transaction, oldest change first, and whatever changed in the same moment as the last of it.
    ///
    /// @param next where the next page begins, or null after the last one
    record Page(List<DomainEvent> events, @Nullable Instant next) {
        static final int ROWS = 500;

        /// A page of the rows that a query with {@link #FIRST_ROWS} found.
        public static <R> Page of(
                List<R> rows, Function<R, Stream<? extends DomainEvent>> events, Function<R, Instant> changedAt) {
            // The database counts microseconds.
            Instant next =
                    rows.size() < ROWS ? null : changedAt.apply(rows.getLast()).plus(1, ChronoUnit.MICROS);
            return new Page(rows.stream().<DomainEvent>flatMap(events).toList(), next);
        }
    }
}
