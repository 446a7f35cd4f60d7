package dev.hongyan.push.presence;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.push.PositionsMoved;
import dev.hongyan.contracts.push.PresenceChanged;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.contracts.push.ReadMoved;
import dev.hongyan.contracts.push.TypingChanged;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.messagelog.Position;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/// Ephemeral facts on their way from one socket to others, over all instances alike.
@ApplicationScoped
public class Ephemeral {
    private static final long TYPING_INTERVAL = Duration.ofSeconds(3).toNanos();

    private final Registry registry;
    private final EphemeralTopic topic;
    private final Presence presence;
    private final PositionNews news;

    @Inject
    Ephemeral(Registry registry, EphemeralTopic topic, Presence presence, PositionNews news) {
        this.registry = registry;
        this.topic = topic;
        this.presence = presence;
        this.news = news;
    }

    /// The user writes, or has stopped; on the session's loop.
    public void typing(Session session, ClientFrame.Typing frame) {
        Subscription subscription = session.subscriptions().membership(frame.conversation());
        if (subscription == null) {
            session.error(new ProblemException(ProblemCode.NOT_A_MEMBER), "typing");
        } else if (subscription.conversation().isSmall() && subscription.mayType(System.nanoTime(), TYPING_INTERVAL)) {
            TypingChanged typing =
                    new TypingChanged(frame.conversation(), session.userId(), frame.active(), presence.instance());
            tell(typing);
            if (!presence.isAlone()) {
                topic.publish(typing);
            }
        }
    }

    /// A fact from any instance, this one included.
    ///
    /// @param fresh whether it happened just now; only presence is worth something later
    public void apply(PushEvent event, boolean fresh) {
        switch (event) {
            case PresenceChanged change -> presence.apply(change);
            case TypingChanged typing
            when fresh -> {
                if (!typing.instance().equals(presence.instance())) {
                    tell(typing);
                }
            }
            case PositionsMoved moved when fresh -> news.apply(moved);
            case ReadMoved read
            when fresh -> news.tell(List.of(new Position(read.conversation(), read.user(), read.seq())), List.of());
            default -> {} // too old to matter
        }
    }

    private void tell(TypingChanged typing) {
        Conversation conversation = registry.conversation(typing.conversation());
        if (conversation == null || !conversation.isSmall()) {
            return;
        }
        byte[] frame = ServerFrame.typing(typing.conversation(), typing.user(), typing.active());
        for (Subscription[] part : conversation.byLoop()) {
            part[0].session().execute(() -> {
                for (Subscription each : part) {
                    if (each.isActive() && !each.session().userId().equals(typing.user())) {
                        each.session().tell(frame);
                    }
                }
            });
        }
    }
}
