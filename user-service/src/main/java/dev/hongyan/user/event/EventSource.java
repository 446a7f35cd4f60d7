package dev.hongyan.user.event;

import dev.hongyan.contracts.DomainEvent;
import java.time.Instant;
import java.util.List;

/// A feature whose rows can be told again as events.
public interface EventSource {
    /// The present state of the rows that changed from `from` (included) to `to` (excluded). In a transaction.
    List<DomainEvent> changedBetween(Instant from, Instant to);
}
