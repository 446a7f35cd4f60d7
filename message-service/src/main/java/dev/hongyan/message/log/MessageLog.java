package dev.hongyan.message.log;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The one way into a conversation.
@ApplicationScoped
public class MessageLog {
    /// The outcome is not known: again, with the same id.
    public static final AppendAnswer.Retry UNKNOWN = new AppendAnswer.Retry(200);
    /// There is no room in the lane; nothing has been tried.
    public static final AppendAnswer.Retry FULL = new AppendAnswer.Retry(1_000);

    /// An append that has not begun by its deadline never does: nearly every outcome is known a little later,
    /// and the rest is answered as unknown. Within the two seconds in which everybody is promised an answer.
    private static final long LONGEST_MILLIS = 1_900;
    /// As long as an append may take at all.
    private static final Duration ALONE = Duration.ofMillis(LONGEST_MILLIS);
    /// Long enough for who holds a conversation to end a transaction of the usual length.
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private final LogConfig config;
    private final Workers workers;
    private final BatchRunner.Log log;
    private final List<Lane> lanes = new ArrayList<>();
    private @Nullable Spare spare;

    @Inject
    MessageLog(
            LogConfig config,
            LogConnections connections,
            Acknowledged acknowledged,
            RecordPublisher publisher,
            LogMetrics metrics,
            Workers workers) {
        this.config = config;
        this.workers = workers;
        this.log = new BatchRunner.Log(connections, acknowledged, publisher, metrics, config.deadline());
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Spare beside = new Spare(log, config, workers);
        for (int i = 0; i < config.lanes(); i++) {
            lanes.add(new Lane(i, config, log, beside, workers));
        }
        spare = beside;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.stop();
        }
        if (spare != null) {
            spare.stop();
        }
    }

    /// Appends each to its conversation; completes when every one is durable, refused or to be tried again: those
    /// whose conversation is stuck soon after all others. Never completes exceptionally. Appends to one
    /// conversation keep their order.
    public CompletableFuture<List<AppendAnswer>> append(List<Append> appends) {
        return append(appends, TOGETHER);
    }

    /// The same for one, which keeps nobody else waiting.
    public CompletableFuture<AppendAnswer> append(Append append) {
        return append(List.of(append), ALONE).thenApply(List::getFirst);
    }

    private CompletableFuture<List<AppendAnswer>> append(List<Append> appends, Duration patience) {
        Call call = new Call(appends.size(), patience);
        LogMetrics.Tally tally = log.metrics().tally();
        for (int i = 0; i < appends.size(); i++) {
            Entry entry = new Entry(appends.get(i), call, i);
            Lane lane = lanes.get(AppendCall.lane(entry.conversation(), lanes.size()));
            if (!lane.offer(entry)) {
                tally.add(FULL);
                entry.answer(FULL);
            }
        }
        tally.done();
        return call.within(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }
}
