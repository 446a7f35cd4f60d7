package dev.hongyan.push.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What is counted of the sockets. Nothing here is done for each message: frames, batches and refusals are counted.
@ApplicationScoped
public class PushMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger draining = new AtomicInteger();
    private final LongAdder queuedBytes = new LongAdder();
    private final Counter gaps;
    private final Counter slow;
    private final Counter redelivered;
    private final Timer sendAck;
    private final Timer deliveryByPush;
    private final Timer deliveryByPull;
    private final Timer sync;

    @Inject
    PushMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("im_ws_open", open);
        registry.gauge("im_draining", draining);
        registry.gauge("im_ws_send_queue_bytes", queuedBytes, LongAdder::doubleValue);
        gaps = registry.counter("im_seq_gap_detected_total");
        redelivered = registry.counter("im_redelivery_total");
        sendAck = registry.timer("im_send_ack_seconds");
        slow = registry.counter("im_ws_slow_closed_total");
        deliveryByPush = registry.timer("im_delivery_seconds", "path", "push");
        deliveryByPull = registry.timer("im_delivery_seconds", "path", "pull");
        sync = registry.timer("im_sync_seconds");
    }

    /// A socket has opened (1) or closed (-1).
    public void open(int change) {
        open.addAndGet(change);
    }

    /// How an upgrade ended.
    public void handshake(String result) {
        registry.counter("im_ws_handshake_total", "result", result).increment();
    }

    /// A socket has closed.
    public void closed(int code) {
        registry.counter("im_ws_close_total", "code", Integer.toString(code)).increment();
    }

    /// Bytes have entered or left the queues.
    public void queued(int change) {
        queuedBytes.add(change);
    }

    /// A record was missing before another.
    public void gap() {
        gaps.increment();
    }

    /// A socket was closed because it took nothing.
    public void slow() {
        slow.increment();
    }

    /// A rule has refused something.
    public void limited(String rule) {
        registry.counter("im_ratelimit_total", "rule", rule).increment();
    }

    /// A batch of sends has been answered: how many were stored, refused, or to be repeated.
    public void sends(String result, int count) {
        if (count > 0) {
            registry.counter("im_send_total", "result", result).increment(count);
        }
    }

    /// The oldest send of a batch was answered so long after it had come.
    public void acknowledged(Duration waited) {
        sendAck.record(waited);
    }

    /// So many messages went to a device that had said that it holds them.
    public void redelivered(int count) {
        if (count > 0) {
            redelivered.increment(count);
        }
    }

    /// The newest message of a record came to the sockets so long after it was stored.
    public void deliveredByPush(Duration age) {
        deliveryByPush.record(age);
    }

    /// The newest message of a range read from the log came to the socket so long after it was known to be missing.
    public void deliveredByPull(Duration age) {
        deliveryByPull.record(age);
    }

    /// A resume took so long.
    public void resumed(Duration taken) {
        sync.record(taken);
    }

    /// The instance is going down.
    public void drain() {
        draining.set(1);
    }
}
