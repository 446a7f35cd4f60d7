package dev.hongyan.contracts;

/// Names of the Kafka record headers: CloudEvents attributes in the binary mode of its Kafka binding, and two hints.
public final class EventHeaders {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    /// W3C trace context of the change.
    public static final String TRACE_PARENT = "traceparent";
    /// Users who are members from this record on, comma separated, or {@link #ASK} when there are too many to name.
    public static final String JOINED = "joined";
    /// Users who are no members after this record, in the form of {@link #JOINED}.
    public static final String LEFT = "left";
    /// Instead of a list of more than 500 users: whoever cares asks message-service.
    public static final String ASK = "ask";
    /// On a dead letter: why it could not be applied.
    public static final String DEAD_REASON = "dead_reason";

    private EventHeaders() {}
}
