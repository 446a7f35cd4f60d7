package dev.hongyan.push.presence;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.push.ReadMoved;
import dev.hongyan.contracts.push.ReceivedMoved;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Positions of members, as their devices report them: gathered here, moved in bulk at most once a second.
@ApplicationScoped
public class Positions {
    private static final Logger LOG = Logger.getLogger(Positions.class);

    private final MessageLog log;
    private final DeviceCursors deviceCursors;
    private final EphemeralTopic topic;
    private final Map<Member, Long> read = new ConcurrentHashMap<>();
    private final Map<Member, Long> received = new ConcurrentHashMap<>();

    private record Member(UUID conversation, UUID user) {}

    @Inject
    Positions(MessageLog log, DeviceCursors deviceCursors, EphemeralTopic topic) {
        this.log = log;
        this.deviceCursors = deviceCursors;
        this.topic = topic;
    }

    /// A device holds everything up to there; on the session's loop. What does not concern it is ignored.
    public void received(Session session, ClientFrame.Received frame) {
        frame.cursors().forEach((conversation, seq) -> {
            Subscription subscription = session.subscriptions().held(conversation);
            long moved = subscription == null ? 0 : subscription.moveReceived(seq);
            if (subscription != null && moved > 0) {
                deviceCursors.move(session.device(), conversation, moved);
                received.merge(new Member(conversation, session.userId()), moved, Math::max);
                if (subscription.conversation().isDirect()) {
                    topic.publish(new ReceivedMoved(conversation, session.userId(), moved));
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
            read.merge(new Member(frame.conversation(), session.userId()), moved, Math::max);
            topic.publish(new ReadMoved(frame.conversation(), session.userId(), moved));
        }
    }

    /// Tells message-service what has moved; what it does not take now is told again.
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    public void flush() {
        List<Position> readNow = positions(read);
        List<Position> receivedNow = positions(received);
        if (readNow.isEmpty() && receivedNow.isEmpty()) {
            return;
        }
        try {
            log.positions(readNow, receivedNow);
            forget(read, readNow);
            forget(received, receivedNow);
        } catch (IOException e) {
            LOG.debugf("positions not moved, cause=%s", e.toString());
        }
    }

    private static List<Position> positions(Map<Member, Long> moved) {
        List<Position> positions = new ArrayList<>();
        for (Map.Entry<Member, Long> each : moved.entrySet()) {
            if (positions.size() == MessageLog.MAX_POSITIONS) {
                break; // the rest goes with the next call
            }
            Member member = each.getKey();
            positions.add(new Position(member.conversation(), member.user(), each.getValue()));
        }
        return positions;
    }

    private static void forget(Map<Member, Long> moved, List<Position> told) {
        told.forEach(each -> moved.remove(new Member(each.conversation(), each.user()), each.seq()));
    }
}
