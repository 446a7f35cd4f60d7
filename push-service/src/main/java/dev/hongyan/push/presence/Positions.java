package dev.hongyan.push.presence;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.messagelog.Position;
import dev.hongyan.push.resume.DeviceCursors;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/// Positions of members, as their devices report them: gathered here, moved in bulk at most once a second.
@ApplicationScoped
public class Positions {
    private static final Logger LOG = Logger.getLogger(Positions.class);

    /// Positions of one kind in a call: it is answered in time, however much an outage has gathered.
    private static final int CHUNK = 1_000;

    private final MessageLog log;
    private final DeviceCursors deviceCursors;
    private final PositionNews news;
    private final Receipts receipts;
    private final GatheredPositions read = new GatheredPositions();
    private final GatheredPositions received = new GatheredPositions();

    @Inject
    Positions(MessageLog log, DeviceCursors deviceCursors, PositionNews news, Receipts receipts) {
        this.log = log;
        this.deviceCursors = deviceCursors;
        this.news = news;
        this.receipts = receipts;
    }

    /// A device holds everything up to there; on the session's loop. What does not concern it is ignored.
    public void received(Session session, ClientFrame.Received frame) {
        frame.cursors().forEach((conversation, seq) -> {
            Subscription subscription = session.subscriptions().held(conversation);
            long before = subscription == null ? 0 : subscription.received();
            long moved = subscription == null ? 0 : subscription.moveReceived(seq);
            if (subscription != null && moved > 0) {
                receipts.received(conversation, before, moved);
                deviceCursors.move(session.device(), conversation, moved);
                if (subscription.conversation().isDirect()) { // nobody can ask for it elsewhere
                    received.note(conversation, session.userId(), moved);
                    news.received(session, subscription.conversation(), moved);
                }
            }
        });
    }

    /// The user has read up to there; on the session's loop.
    public void read(Session session, ClientFrame.Read frame) {
        Subscription subscription = session.subscriptions().membership(frame.conversation());
        if (subscription == null) {
            session.error(new ProblemException(ProblemCode.NOT_A_MEMBER), "read");
            return;
        }
        long moved = subscription.moveRead(frame.seq());
        if (moved > 0) {
            read.note(frame.conversation(), session.userId(), moved);
            news.read(session, subscription.conversation(), moved);
        }
    }

    /// Tells message-service what has moved; what it does not take now is told again.
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    public void flush() {
        List<Position> readNow = read.some(CHUNK);
        List<Position> receivedNow = received.some(CHUNK);
        while (!readNow.isEmpty() || !receivedNow.isEmpty()) {
            try {
                log.positions(readNow, receivedNow);
            } catch (IOException e) {
                LOG.debugf("positions not moved, cause=%s", e.toString());
                return;
            }
            read.forget(readNow);
            received.forget(receivedNow);
            boolean more = Math.max(readNow.size(), receivedNow.size()) == CHUNK;
            readNow = more ? read.some(CHUNK) : List.of();
            receivedNow = more ? received.some(CHUNK) : List.of();
        }
    }
}
