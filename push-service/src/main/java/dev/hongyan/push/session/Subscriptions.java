package dev.hongyan.push.session;

import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.outlet.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a session gets: the conversations it is in, and the resume that brings it to where the log is. On
/// the session's loop only.
public final class Subscriptions {
    private enum State {
        /// Not yet resumed: answers only.
        FRESH,
        /// Asking which conversations there are; those that the client names have been entered, and nothing
        /// is known of them yet.
        LISTING,
        /// Reading what was missed.
        RESUMING,
        /// All that was missed has been sent.
        LIVE,
        /// Could not keep up: answers only, until the next resume.
        LAGGED
    }

    private final Session session;
    private final Sessions sessions;
    private final HoleTimer holes;
    private final Map<UUID, Subscription> byConversation = new HashMap<>(4);
    private Set<UUID> joinedWhileListing = Set.of();
    private Runnable whenLive = () -> {};
    private @Nullable ResumePace pace;
    private boolean resumedOnce;
    // Also read by those who read for this session.
    private volatile State state = State.FRESH;
    private volatile int generation;

    Subscriptions(Session session, Sessions sessions) {
        this.session = session;
        this.sessions = sessions;
        this.holes = new HoleTimer(session, sessions);
    }

    /// Where the session is in a conversation; null when it is not in it.
    public @Nullable Subscription get(UUID conversation) {
        Subscription subscription = byConversation.get(conversation);
        return subscription != null && subscription.isActive() ? subscription : null;
    }

    /// Where the session is in a conversation that the log has said the user is in; null before. What a
    /// client names by itself, when it resumes, is none until the log has answered.
    public @Nullable Subscription membership(UUID conversation) {
        Subscription subscription = get(conversation);
        return subscription != null && subscription.isConfirmed() ? subscription : null;
    }

    /// Where the session is in a conversation that the user is or was a member of.
    public @Nullable Subscription held(UUID conversation) {
        Subscription subscription = byConversation.get(conversation);
        return subscription != null && subscription.isConfirmed() ? subscription : null;
    }

    /// All conversations that the session is in, and those it has left.
    public Collection<Subscription> all() {
        return byConversation.values();
    }

    /// How often the session may resume.
    public ResumePace pace() {
        ResumePace known = pace;
        if (known == null) {
            known = new ResumePace(session, sessions.config());
            pace = known;
        }
        return known;
    }

    /// Begins anew: what was entered is forgotten, and what waits for the socket, since it is sent again. A
    /// client that resumes without reading gathers nothing here. The number names this resume.
    public int beginResume() {
        leaveAll();
        session.outlet().dropAllButAnswers();
        state = State.LISTING;
        joinedWhileListing = new HashSet<>();
        int next = generation + 1;
        generation = next;
        return next;
    }

    /// The conversations are known and are entered now; the answer are those that the user has joined
    /// meanwhile.
    public Set<UUID> entering() {
        state = State.RESUMING;
        Set<UUID> joined = joinedWhileListing;
        joinedWhileListing = Set.of();
        return joined;
    }

    /// Notes a membership that a list under way may not show yet; false when none is under way.
    public boolean noteJoin(UUID conversation) {
        boolean listing = state == State.LISTING;
        if (listing) {
            joinedWhileListing.add(conversation);
        }
        return listing;
    }

    /// Whether that resume is still the one that counts. On any thread, where it may just have changed.
    public boolean isCurrent(int resume) {
        return session.isOpen() && resume == generation && state != State.LAGGED;
    }

    /// Which resume counts now.
    public int generation() {
        return generation;
    }

    /// Whether a resume has ended: before, a client is told nothing that it has not asked for.
    boolean hasResumed() {
        return resumedOnce;
    }

    /// Whether the session is in its conversations.
    public boolean isSubscribing() {
        return session.isOpen() && (state == State.LIVE || state == State.RESUMING);
    }

    /// Whether all that was missed has been sent.
    boolean isLive() {
        return session.isOpen() && state == State.LIVE;
    }

    /// Enters the session in a conversation; it catches up from there.
    public Subscription enter(UUID conversation, long after) {
        return enter(new Conversation(conversation), after);
    }

    /// Enters the session in a conversation that the user has just come into; it gets all of it that he may
    /// see.
    public Subscription begin(Conversation conversation) {
        boolean known = byConversation.containsKey(conversation.id());
        Subscription subscription = enter(conversation, 0);
        if (!known) {
            subscription.begin();
        }
        return subscription;
    }

    /// Enters the session in a conversation of which something may be known already; it catches up from
    /// there, or from where it was when it left.
    public Subscription enter(Conversation conversation, long after) {
        Subscription subscription =
                byConversation.computeIfAbsent(conversation.id(), id -> new Subscription(session, conversation, after));
        if (!subscription.isActive()) {
            subscription.enter();
            sessions.registry().enter(subscription);
        }
        subscription.catchUp();
        return subscription;
    }

    /// Takes the session out of a conversation; its position is kept for the case that the user comes back.
    public void leave(Subscription subscription) {
        if (subscription.isActive()) {
            subscription.leave();
            sessions.registry().leave(subscription);
        }
    }

    /// Takes the session out of all conversations for good.
    public void leaveAll() {
        byConversation.values().forEach(this::leave);
        byConversation.clear();
    }

    /// The session could not keep up: it is in no conversation until it resumes.
    void lag() {
        leaveAll();
        state = State.LAGGED;
    }

    /// Ends a resume: tells up to where everything has been sent.
    public void resumed() {
        Map<UUID, Long> heads = HashMap.newHashMap(byConversation.size());
        for (Subscription subscription : byConversation.values()) {
            if (subscription.isActive()) {
                heads.put(subscription.conversation().id(), subscription.sent());
            }
        }
        session.outlet().add(Kind.MISSED, ServerFrame.resumed(heads));
        state = State.LIVE;
        resumedOnce = true;
        whenLive.run();
    }

    /// Does something now if the session is live, and whenever it becomes live again; replaces what was
    /// given before.
    public void whenLive(Runnable action) {
        whenLive = action;
        if (isLive()) {
            action.run();
        }
    }

    /// A record has come.
    public void live(Subscription subscription, LogRun run) {
        if (!subscription.isActive()) {
            return;
        }
        if (state == State.RESUMING && subscription.isLive() && !session.hasRoomFor(run)) {
            // Nothing is dropped before `resumed`, which would have to be told: it is read when there is room.
            subscription.note(run.to());
            reread(subscription);
            return;
        }
        LogRun fresh = subscription.live(run);
        while (fresh != null) {
            boolean crowded = subscription.conversation().isCrowdedOn(session.loop());
            session.send(fresh, crowded ? Kind.CROWDED : Kind.LIVE);
            fresh = subscription.nextEarly();
        }
        session.checkOverflow();
        holes.check(subscription);
    }

    /// A number is known to exist.
    public void note(Subscription subscription, long head) {
        subscription.note(head);
        holes.check(subscription);
    }

    /// The user has left the conversation at that number or before, and may have come back: the log says
    /// what he still sees. Until it has answered nothing is passed on.
    public void leftAt(Subscription subscription, long seq) {
        if (seq <= subscription.sent()) {
            return; // the log has been read up to there already, and knew
        }
        subscription.note(seq);
        if (subscription.isLive()) {
            reread(subscription);
        }
    }

    /// Has the log say whether the user still is a member, and what he may see.
    public void reread(Subscription subscription) {
        if (!subscription.isLive()) {
            subscription.doubt();
        } else if (isSubscribing()) {
            subscription.catchUp();
            sessions.pull().pull(session, List.of(subscription));
        }
    }

    /// A range has been read from the log.
    ///
    /// @param gapFrom where the range begins that was left out; where the range itself begins when nothing
    /// was
    public void pulled(Subscription subscription, LogRun range, long gapFrom) {
        if (gapFrom < range.from()) {
            UUID conversation = subscription.conversation().id();
            session.outlet().add(Kind.MISSED, ServerFrame.page(conversation, gapFrom, range.from() - 1));
        }
        LogRun fresh = subscription.pulled(range);
        sessions.metrics().redelivered(subscription.heldOf(fresh));
        session.send(fresh, Kind.MISSED);
    }
}
