package dev.hongyan.user.event;

import dev.hongyan.contracts.EventEnvelope;
import java.util.List;

/// What a transaction changed.
///
/// @param result what the caller gets to see
/// @param events the very events that the outbox publishes
public record Change<T>(T result, List<EventEnvelope> events) {}
