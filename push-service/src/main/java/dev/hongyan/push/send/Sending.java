package dev.hongyan.push.send;

import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageContentReader.Outcome;
import dev.hongyan.kit.problem.Problem;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.session.PendingSend;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.SendLimit;
import dev.hongyan.push.session.Session;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Takes `send` frames: content, pace, and the pipeline of the conversation's lane.
@ApplicationScoped
public class Sending {
    private final PushMetrics metrics;
    private final Pipeline[] pipelines;

    @Inject
    Sending(
            Vertx vertx,
            MessageLog log,
            PushMetrics metrics,
            @ConfigProperty(name = "hongyan.lanes", defaultValue = "2") int lanes) {
        this.metrics = metrics;
        this.pipelines = new Pipeline[lanes];
        for (int lane = 0; lane < pipelines.length; lane++) {
            pipelines[lane] = new Pipeline(vertx.getOrCreateContext(), log, metrics);
        }
    }

    /// A message to be appended; on the session's loop.
    public void send(Session session, ClientFrame.Send send) {
        SendLimit limit = session.user().sendLimit();
        long wait = limit.take(System.nanoTime());
        if (wait > 0) {
            metrics.limited("send");
            if (limit.isTooFast()) {
                session.bye(ServerFrame.Reason.TOO_FAST, 60_000);
            } else {
                session.answer(ServerFrame.retry(send.id(), wait));
            }
            return;
        }
        switch (send.content()) {
            case Outcome.Invalid invalid -> refuse(session, send.id(), invalid.violations());
            case Outcome.Valid valid -> append(session, send, valid.content());
        }
    }

    /// Whether nothing waits and no call is under way.
    public boolean isIdle() {
        return Arrays.stream(pipelines).allMatch(Pipeline::isIdle);
    }

    private void append(Session session, ClientFrame.Send send, MessageContent content) {
        UUID conversation = send.conversation();
        if (conversation == null) {
            refuse(session, send.id(), Map.of("conversation", "id.uuid"));
            return;
        }
        @Nullable PendingSend pending = session.begin(conversation, send.id(), content);
        Step step = pending == null ? Step.NONE : Step.enter("ws send", send.traceparent());
        if (pending != null && step.trace() != null) {
            pending.tracedAs(step);
        }
        if (pending != null && !pipeline(conversation).offer(pending)) {
            session.settle(pending, new AppendAnswer.Retry(Pipeline.retryMillis()));
        }
    }

    /// The lane is chosen as message-service chooses it, so that one call never waits for two lanes.
    private Pipeline pipeline(UUID conversation) {
        return pipelines[AppendCall.lane(conversation, pipelines.length)];
    }

    private static void refuse(Session session, UUID id, Map<String, String> violations) {
        ProblemException problem = ProblemException.invalid(violations);
        session.answer(ServerFrame.refused(id, Problem.of(problem, session.language(), null)));
    }
}
