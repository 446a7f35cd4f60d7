package dev.hongyan.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event on its way: CloudEvents attributes beside the fact. As a Kafka record the attributes travel in headers
/// ({@link EventHeaders}) and the fact is the value; in a synchronous call the envelope is one JSON object
/// `{id, type, time, data}`, with the same bytes for `data`.
///
/// @param id    names this event for ever; derived ids (a notice's, for instance) are made from it
/// @param time  when the change was committed; for display, no rule compares it
/// @param data  the fact
/// @param traceparent W3C trace context of the change, if it is known
public record EventEnvelope(
        UUID id, Instant time, DomainEvent data, @Nullable String traceparent) {
    /// An event of an unknown trace.
    public EventEnvelope(UUID id, Instant time, DomainEvent data) {
        this(id, time, data, null);
    }

    /// The CloudEvents type, such as `friendship-changed.v1`.
    public String type() {
        return EventCodec.typeOf(data.getClass());
    }
}
