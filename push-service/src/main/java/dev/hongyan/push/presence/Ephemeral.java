package dev.hongyan.push.presence;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.push.PresenceChanged;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.contracts.push.ReadMoved;
import dev.hongyan.contracts.push.ReceivedMoved;
import dev.hongyan.contracts.push.TypingChanged;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;

/// Ephemeral facts on their way from one socket to others, over all instances alike.
@ApplicationScoped
public class Ephemeral {
    private static final long TYPING_INTERVAL = Duration.ofSeconds(3).toNanos();

    private final Registry registry;
    private final EphemeralTopic topic;
    private final Presence presence;

    @Inject
    Ephemeral(Registry registry, EphemeralTopic topic, Presence presence) {
        this.registry = registry;
        this.topic = topic;
        this.presence = presence;
    }

    /// The user writes, or has stopped; on the session's loop.
    public void typing(Session session, ClientFrame.Typing frame) {
        Subscription subscription = session.subscriptions().membership(frame.conversation());
        if (subscription == null) {
            session.error(new ProblemException(ProblemCode.NOT_A_MEMBER), "typing");
        } else if (subscription.conversation().isSmall() && subscription.mayType(System.nanoTime(), TYPING_INTERVAL)) {
            topic.publish(new TypingChanged(frame.conversation(), session.userId(), frame.active()));
        }
    }

    /// A fact from any instance, this one included.
    ///
    /// @param fresh whether it happened just now; only presence is worth something later
    public void apply(PushEvent event, boolean fresh) {
        switch (event) {
            case PresenceChanged change -> presence.apply(change);
            case TypingChanged typing
            when fresh ->
                tell(
                        typing.conversation(),
                        ServerFrame.typing(typing.conversation(), typing.user(), typing.active()),
                        to -> to.conversation().isSmall() && isOther(to, typing.user()));
            case ReadMoved read
            when fresh ->
                tell(
                        read.conversation(),
                        ServerFrame.read(read.conversation(), read.user(), read.seq()),
                        to -> isOther(to, read.user()) ? to.conversation().isSmall() : !to.hasRead(read.seq()));
            case ReceivedMoved received
            when fresh ->
                tell(
                        received.conversation(),
                        ServerFrame.received(received.conversation(), received.user(), received.seq()),
                        to -> to.conversation().isDirect() && isOther(to, received.user()));
            default -> {} // too old to matter
        }
    }

    private static boolean isOther(Subscription subscription, UUID user) {
        return !subscription.session().userId().equals(user);
    }

    private void tell(UUID conversation, byte[] frame, Predicate<Subscription> whom) {
        Conversation held = registry.conversation(conversation);
        for (Subscription[] part : held == null ? new Subscription[0][] : held.byLoop()) {
            part[0].session().execute(() -> {
                for (Subscription subscription : part) {
                    if (subscription.isActive() && whom.test(subscription)) {
                        subscription.session().tell(frame);
                    }
                }
            });
        }
    }
}
