package dev.hongyan.push.send;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.session.PendingSend;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.Session;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// One lane of message-service as seen from here: one call in flight, and the next takes what has gathered meanwhile.
///
/// When more gathers than {@link #FULL_BYTES}, the sockets that still send are not read any more until half of it is
/// gone: refusing each frame would cost as much as carrying it.
final class Pipeline {
    private static final Logger LOG = Logger.getLogger(Pipeline.class);
    /// What a waiting send costs besides its content.
    private static final int SEND_BYTES = 500;
    /// Bytes that may wait before sockets are no longer read: about two calls of ordinary messages.
    private static final int FULL_BYTES = 2 * 1024 * 1024;
    /// Frames that were read already still come; beyond this they are answered with `retry`.
    private static final int OVERFULL_BYTES = 16 * 1024 * 1024;
    /// message-service takes calls of 8 MiB.
    private static final int CALL_BYTES = 4 * 1024 * 1024;

    private final Context context;
    private final MessageLog log;
    private final PushMetrics metrics;
    private final Queue<PendingSend> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Set<Session> paused = ConcurrentHashMap.newKeySet();

    Pipeline(Context context, MessageLog log, PushMetrics metrics) {
        this.context = context;
        this.log = log;
        this.metrics = metrics;
    }

    /// Takes a send, on its session's loop; false when there is no room at all.
    boolean offer(PendingSend send) {
        int now = waitingBytes.get();
        if (now >= OVERFULL_BYTES) {
            return false;
        }
        if (now >= FULL_BYTES && paused.add(send.session())) {
            send.session().pause();
        }
        waitingBytes.addAndGet(size(send));
        waiting.add(send);
        startUnlessBusy();
        return true;
    }

    boolean isIdle() {
        return !busy.get();
    }

    /// Some time to wait, spread so that not all come again at once.
    static int retryMillis() {
        return ThreadLocalRandom.current().nextInt(300, 900);
    }

    private void startUnlessBusy() {
        if (busy.compareAndSet(false, true)) {
            context.runOnContext(nothing -> call()); // after the frames that the loop has already read
        }
    }

    private void call() {
        List<PendingSend> batch = takeBatch();
        if (batch.isEmpty()) {
            busy.set(false);
            if (!waiting.isEmpty()) {
                startUnlessBusy();
            }
            return;
        }
        Step step = step(batch);
        append(batch, step).onComplete(answer -> {
            try (step) {
                if (answer.failed()) {
                    step.failed(answer.cause());
                }
                settle(batch, answers(answer, batch.size()));
            } finally {
                context.runOnContext(nothing -> call()); // whatever fails, the lane goes on
            }
        });
    }

    private static Step step(List<PendingSend> batch) {
        List<Trace> traces = List.of();
        for (PendingSend send : batch) {
            Trace trace = send.step().trace();
            if (trace != null) {
                traces = traces.isEmpty() ? new ArrayList<>() : traces;
                traces.add(trace);
            }
        }
        return Step.beginForAll("POST /internal/messages", SpanKind.CLIENT, traces)
                .with("http.request.method", "POST")
                .with("hongyan.batch.size", batch.size());
    }

    private Future<byte[]> append(List<PendingSend> batch, Step step) {
        try {
            List<Append> appends = new ArrayList<>(batch.size());
            for (PendingSend send : batch) {
                appends.add(new Append(
                        Origin.USER,
                        send.conversation(),
                        send.id(),
                        send.session().userId(),
                        send.content(),
                        send.step().header()));
            }
            return log.append(AppendCall.encodeRequest(appends), step.header());
        } catch (RuntimeException e) {
            LOG.error("appends cannot be sent", e);
            return Future.failedFuture(e);
        }
    }

    private List<PendingSend> takeBatch() {
        List<PendingSend> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < AppendCall.MAX_APPENDS && bytes < CALL_BYTES) {
            PendingSend next = waiting.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
            bytes += size(next);
        }
        if (waitingBytes.addAndGet(-bytes) < FULL_BYTES / 2) {
            readAgain();
        }
        return batch;
    }

    private static int size(PendingSend send) {
        return send.content().canonical().length + SEND_BYTES;
    }

    private List<AppendAnswer> answers(AsyncResult<byte[]> answer, int expected) {
        if (answer.succeeded()) {
            try {
                List<AppendAnswer> answers = AppendCall.decodeAnswer(answer.result());
                if (answers.size() == expected) {
                    return answers;
                }
                LOG.errorf("message-service answered %d of %d appends", answers.size(), expected);
            } catch (RuntimeException e) {
                LOG.error("malformed answer of message-service", e);
            }
        } else {
            LOG.debugf("appends not answered, cause=%s", answer.cause());
        }
        // Whether they were stored is unknown: the client repeats them with the same ids.
        return Collections.nCopies(expected, new AppendAnswer.Retry(retryMillis()));
    }

    private void settle(List<PendingSend> batch, List<AppendAnswer> answers) {
        int stored = 0;
        int refused = 0;
        for (int i = 0; i < batch.size(); i++) {
            PendingSend send = batch.get(i);
            AppendAnswer answer = answers.get(i);
            stored += answer instanceof AppendAnswer.Stored ? 1 : 0;
            refused += answer instanceof AppendAnswer.Refused ? 1 : 0;
            settle(send, answer);
        }
        if (stored + refused > 0) {
            metrics.acknowledged(batch.getFirst().age());
        }
        metrics.sends("stored", stored);
        metrics.sends("refused", refused);
        metrics.sends("retry", batch.size() - stored - refused);
    }

    private static void settle(PendingSend send, AppendAnswer answer) {
        try {
            send.session().execute(() -> send.session().settle(send, answer));
        } catch (RuntimeException e) {
            LOG.errorf(e, "send cannot be answered, session=%s", send.session().id());
        }
    }

    private void readAgain() {
        List<Session> waited = List.copyOf(paused);
        for (Session session : waited) {
            if (paused.remove(session)) {
                session.execute(() -> session.unpause());
            }
        }
    }
}
