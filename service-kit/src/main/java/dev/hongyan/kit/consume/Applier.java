package dev.hongyan.kit.consume;

import dev.hongyan.contracts.EventEnvelope;
import java.util.List;

/// Applies events to the rows of a service, in one transaction. Bears repeats, swaps and replays: it compares versions
/// row by row and ignores what is not newer.
@FunctionalInterface
public interface Applier {
    /// Applies all or none of them.
    ///
    /// @throws Exception when nothing was applied; a passing failure is tried again, any other isolates the culprit
    void apply(List<EventEnvelope> events) throws Exception;
}
