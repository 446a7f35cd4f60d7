package dev.hongyan.message.log;

import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.log.LogTransaction.Written;
import dev.hongyan.message.log.Target.Row;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Publishes what was committed, straight from memory, on a thread that no append waits for. It keeps
/// the order in which the batches come. Those of one conversation come in the order of their numbers from its lane;
/// where another thread, the spare or that of the rules, commits just before or after, two may change places. That is
/// harmless: who reads the records asks for what is missing in between and passes over what he has. What finds no room
/// is left to the sweeper.
@ApplicationScoped
class RecordPublisher {
    private static final Logger LOG = Logger.getLogger(RecordPublisher.class);

    private final EventProducer producer;
    private final Acknowledged acknowledged;
    private final Workers workers;
    private final long maxBytes;
    private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final AtomicLong bytesHeld = new AtomicLong();
    private @Nullable Thread thread;

    private record Job(Written written, long bytes) {}

    @Inject
    RecordPublisher(EventProducer producer, Acknowledged acknowledged, LogConfig config, Workers workers) {
        this.producer = producer;
        this.acknowledged = acknowledged;
        this.workers = workers;
        this.maxBytes = config.publisherBytes().asLongValue();
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
        thread = workers.start("record-publisher", this::run);
    }

    /// After the lanes have ended. What is not out by then the sweeper of the next start publishes.
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            jobs.add(new Job(new Written(0, java.time.Instant.EPOCH, List.of(), 0), 0));
            running.join(2_000);
        }
    }

    /// Never waits and never fails.
    void publish(Written written) {
        long bytes = sizeOf(written);
        if (bytesHeld.addAndGet(bytes) > maxBytes) {
            bytesHeld.addAndGet(-bytes);
            return;
        }
        acknowledged.sending(written.outboxId());
        jobs.add(new Job(written, bytes));
    }

    private static long sizeOf(Written written) {
        long bytes = 0;
        for (Target target : written.targets()) {
            for (Row row : target.rows()) {
                bytes += row.content().canonical().length + Entry.OVERHEAD_BYTES;
            }
        }
        return bytes;
    }

    private void run() {
        try {
            for (Job job = jobs.take(); job.bytes() > 0; job = jobs.take()) {
                publish(job);
            }
        } catch (InterruptedException e) {
            LOG.debug("publisher interrupted");
        }
    }

    /// Whatever happens, the row leaves those on their way, so that the sweeper may take it. A fault must not end the
    /// thread.
    private void publish(Job job) {
        Written written = job.written();
        CompletableFuture<Void> all;
        try {
            all = send(written);
        } catch (Throwable e) {
            LOG.error("records not made", e);
            all = CompletableFuture.failedFuture(e);
        }
        var _ = all.whenComplete((_, failure) -> {
            bytesHeld.addAndGet(-job.bytes());
            if (failure == null) {
                acknowledged.sent(written.outboxId());
            } else {
                acknowledged.notSent(written.outboxId());
            }
        });
    }

    private CompletableFuture<Void> send(Written written) {
        List<CompletableFuture<Void>> sends = new ArrayList<>(written.targets().size());
        for (Target target : written.targets()) {
            LogRecord record = new LogRecord(producer, target.id(), target.traces());
            for (Row row : target.rows()) {
                record.add(
                        row.seq(),
                        row.id(),
                        row.sender(),
                        written.at(),
                        row.flags(),
                        row.content().canonical());
            }
            sends.add(record.finish());
            if (sends.getLast().isCompletedExceptionally()) {
                // The broker is away: each further send would only wait in vain. The sweeper sends them all.
                break;
            }
        }
        return CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new));
    }
}
