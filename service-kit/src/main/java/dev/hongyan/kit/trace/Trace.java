package dev.hongyan.kit.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Where this thread's work belongs: a W3C trace context. Kept in the logging context, so that every line of a log
/// names it, and handed on as `traceparent` in HTTP calls, outbox rows and records.
///
/// @param traceId 32 hexadecimal digits, the same through all services
/// @param spanId  16 hexadecimal digits, of this step
/// @param sampled whether its steps are recorded
public record Trace(String traceId, String spanId, boolean sampled) {
    /// The name of the HTTP header and of the record header.
    public static final String HEADER = "traceparent";

    /// The name under which log lines and problems show {@link #traceId()}.
    public static final String ID = "traceId";

    private static final String SPAN = "spanId";
    private static final String SAMPLED = "sampled";
    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

    /// A step of the trace that a caller has begun; of a new one when he names none, or none that can be read.
    public static Trace continuing(@Nullable String traceparent) {
        Trace caller = of(traceparent);
        return caller == null
                ? new Trace(digits(2), digits(1), false)
                : new Trace(caller.traceId, digits(1), caller.sampled);
    }

    /// The step that has written this header; null when it cannot be read.
    public static @Nullable Trace of(@Nullable String traceparent) {
        Matcher matcher = FORM.matcher(traceparent == null ? "" : traceparent);
        return matcher.matches()
                ? new Trace(matcher.group(1), matcher.group(2), (Integer.parseInt(matcher.group(3), 16) & 1) == 1)
                : null;
    }

    /// The trace of what runs here; empty outside a request.
    public static Optional<Trace> current() {
        return MDC.get(ID) instanceof String traceId && MDC.get(SPAN) instanceof String spanId
                ? Optional.of(new Trace(traceId, spanId, "true".equals(MDC.get(SAMPLED))))
                : Optional.empty();
    }

    /// The header's value for a call from here, or null outside a request.
    public static @Nullable String currentHeader() {
        return current().map(Trace::header).orElse(null);
    }

    /// Makes this the trace of what runs here from now on.
    public void enter() {
        MDC.put(ID, traceId);
        MDC.put(SPAN, spanId);
        MDC.put(SAMPLED, Boolean.toString(sampled));
    }

    /// Ends what {@link #enter} began, on a thread that goes on to something else.
    public static void leave() {
        MDC.remove(ID);
        MDC.remove(SPAN);
        MDC.remove(SAMPLED);
    }

    /// The same step, of which nothing is recorded from here on.
    Trace unsampled() {
        return new Trace(traceId, spanId, false);
    }

    /// The value of the header `traceparent`.
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    /// Random hexadecimal digits, sixteen for each word; not all zero.
    private static String digits(int words) {
        StringBuilder digits = new StringBuilder(16 * words);
        for (int i = 0; i < words; i++) {
            digits.append(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1));
        }
        return digits.toString();
    }
}
