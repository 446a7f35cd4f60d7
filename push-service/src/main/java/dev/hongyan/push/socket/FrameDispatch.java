package dev.hongyan.push.socket;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.Problem;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.frame.FrameReader;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.presence.Ephemeral;
import dev.hongyan.push.presence.Positions;
import dev.hongyan.push.presence.Presence;
import dev.hongyan.push.resume.Resumption;
import dev.hongyan.push.send.Sending;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.SendLimit;
import dev.hongyan.push.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Sends each frame where it belongs.
@ApplicationScoped
class FrameDispatch {
    private final Sending sending;
    private final Resumption resumption;
    private final Positions positions;
    private final Ephemeral ephemeral;
    private final Presence presence;
    private final TokenRenewal renewal;
    private final PushMetrics metrics;

    @Inject
    FrameDispatch(
            Sending sending,
            Resumption resumption,
            Positions positions,
            Ephemeral ephemeral,
            Presence presence,
            TokenRenewal renewal,
            PushMetrics metrics) {
        this.sending = sending;
        this.resumption = resumption;
        this.positions = positions;
        this.ephemeral = ephemeral;
        this.presence = presence;
        this.renewal = renewal;
        this.metrics = metrics;
    }

    /// A text message of the client; on the session's loop.
    void accept(Session session, String text) {
        ClientFrame frame = FrameReader.read(text);
        if (!(frame instanceof ClientFrame.Send) && !keepsPace(session)) {
            return;
        }
        switch (frame) {
            case ClientFrame.Send send -> sending.send(session, send);
            case ClientFrame.Resume resume -> resumption.resume(session, resume);
            case ClientFrame.Received received -> positions.received(session, received);
            case ClientFrame.Read read -> positions.read(session, read);
            case ClientFrame.Typing typing -> ephemeral.typing(session, typing);
            case ClientFrame.Presence shown -> presence.show(session, shown);
            case ClientFrame.Auth auth -> renewal.renew(session, auth);
            case ClientFrame.Ping ping -> session.answer(ServerFrame.pong(ping.n()));
            case ClientFrame.Malformed malformed -> complain(session, malformed);
        }
    }

    private void complain(Session session, ClientFrame.Malformed frame) {
        ProblemException problem = frame.violations().isEmpty()
                ? new ProblemException(ProblemCode.MALFORMED_REQUEST)
                : ProblemException.invalid(frame.violations());
        session.error(problem, frame.ref());
    }

    private boolean keepsPace(Session session) {
        SendLimit pace = session.framePace();
        if (pace.take(System.nanoTime()) == 0) {
            return true;
        }
        metrics.limited("frames");
        if (pace.isTooFast()) {
            session.bye(ServerFrame.Reason.TOO_FAST, 60_000);
        } else {
            ProblemException problem = new ProblemException(ProblemCode.TOO_MANY_REQUESTS);
            session.answer(ServerFrame.error(Problem.of(problem, session.language(), null), null));
        }
        return false;
    }
}
