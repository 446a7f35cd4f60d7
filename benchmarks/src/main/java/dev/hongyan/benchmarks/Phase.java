package dev.hongyan.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// One stretch of load at one rate: which messages were its own and how they fared. Recorded on the generator's thread,
/// read after the phase.
final class Phase {
    private static final long HIGHEST_MICROS = 120_000_000L;
    private static final double GROWTH_OF_A_SECOND = 0.05;

    private final String name;
    private final int rate;
    private final int first;
    private volatile int end = Integer.MAX_VALUE;
    private final Histogram sent = new Histogram(HIGHEST_MICROS, 3);
    private final Histogram delivered = new Histogram(HIGHEST_MICROS, 3);
    private final List<Integer> backlog = new ArrayList<>();
    private int retries;
    private int refusals;
    private int lags;
    private long nanos;
    private long frames;
    private long deliveries;

    Phase(String name, int rate, int first) {
        this.name = name;
        this.rate = rate;
        this.first = first;
    }

    void ended(int endIndex, long durationNanos) {
        end = endIndex;
        nanos = durationNanos;
    }

    boolean holds(int index) {
        return index >= first && index < end;
    }

    void recordSent(long latencyNanos) {
        sent.recordValue(Math.min(HIGHEST_MICROS, latencyNanos / 1_000));
    }

    void recordDelivered(long latencyNanos) {
        delivered.recordValue(Math.min(HIGHEST_MICROS, latencyNanos / 1_000));
    }

    void recordRetry() {
        retries++;
    }

    void recordRefusal() {
        refusals++;
    }

    /// A socket that could not keep up lost its queue.
    void recordLag() {
        lags++;
    }

    /// What came to all sockets while it was sent.
    void traffic(long framesThen, long deliveriesThen) {
        frames = framesThen;
        deliveries = deliveriesThen;
    }

    /// How many messages were unfinished at a moment; taken at even distances.
    synchronized void sampleBacklog(int unanswered) {
        backlog.add(unanswered);
    }

    String name() {
        return name;
    }

    int rate() {
        return rate;
    }

    int first() {
        return first;
    }

    int messages() {
        return end - first;
    }

    double seconds() {
        return nanos / 1e9;
    }

    Histogram sent() {
        return sent;
    }

    Histogram delivered() {
        return delivered;
    }

    int retries() {
        return retries;
    }

    int refusals() {
        return refusals;
    }

    int lags() {
        return lags;
    }

    double framesASecond() {
        return frames / seconds();
    }

    double deliveriesASecond() {
        return deliveries / seconds();
    }

    synchronized int largestBacklog() {
        return backlog.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /// Whether the rate was held: everything answered and delivered, never a second behind, no socket that lost its
    /// queue, and the backlog of the last third of the time no larger than that of the middle third, but for a
    /// twentieth of a second.
    synchronized boolean held() {
        int third = backlog.size() / 3;
        double middle = average(third, 2 * third);
        double last = average(2 * third, backlog.size());
        boolean steady = last <= middle + rate * GROWTH_OF_A_SECOND && largestBacklog() < rate;
        boolean complete = sent.getTotalCount() == messages() && delivered.getTotalCount() == messages();
        return steady && complete && refusals == 0 && lags == 0;
    }

    private double average(int from, int to) {
        return backlog.subList(from, to).stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0);
    }
}
