package dev.hongyan.push.session;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.messagelog.MemberNames;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;

/// A conversation that sessions here are in: what is known of it, and these sessions, apart by event loop.
/// Read on any thread; arrays are replaced, never changed.
public final class Conversation {
    /// What more sockets of one loop than this get goes out behind what few wait for, and shares its bytes.
    public static final int CROWD = 32;

    /// In larger ones `read` and `typing` of others are not fanned out.
    private static final int MAX_SMALL = 20;

    private static final int TOO_MANY_TO_COUNT = 1_000_000;
    private static final Subscription[] NOBODY = {};
    private static final Subscription[][] NOWHERE = {};

    private final UUID id;
    private volatile Subscription[][] byLoop = NOWHERE;
    private volatile boolean direct;
    private volatile int members;
    /// The number in the log that the count of members is true for.
    private long countedAt;
    /// The last number that is known to have changed them while nobody had counted them.
    private long changedAt;
    /// Everybody here has been told who joined and left in these.
    private long toldFrom = 1;
    private long toldTo;

    /// One that nobody here is in yet, and of which nothing is known.
    public Conversation(UUID id) {
        this.id = id;
    }

    /// Names it.
    public UUID id() {
        return id;
    }

    /// Whether it is a conversation of two.
    public boolean isDirect() {
        return direct;
    }

    /// Whether `read` and `typing` are passed on here.
    public boolean isSmall() {
        return members > 1 && members <= MAX_SMALL;
    }

    /// What message-service says of it; a count older than what is known already is ignored.
    ///
    /// @return false when it is older than a change and there is no other: it is to be asked for again
    public synchronized boolean describe(String kind, int memberCount, long head) {
        direct = kind.equals("direct");
        if (head >= Math.max(countedAt, changedAt)) {
            members = memberCount;
            countedAt = head;
        }
        return countedAt >= changedAt;
    }

    /// Who joined and left in a record of these numbers, if anybody did. The first one of all names
    /// everybody, so that a new conversation is known before message-service has been asked for it; of
    /// another one that has not been described yet a change is only noted.
    public synchronized void membersChanged(long from, long to, MemberNames joined, MemberNames left) {
        if (from <= countedAt || (joined.isEmpty() && left.isEmpty())) {
            return;
        }
        if (from == 1) {
            direct = isOfTwo(joined);
        } else if (countedAt == 0) {
            changedAt = Math.max(changedAt, to);
            return;
        }
        boolean uncounted = joined.isTooMany() || left.isTooMany();
        members = uncounted
                ? TOO_MANY_TO_COUNT
                : members + joined.users().size() - left.users().size();
        countedAt = to;
    }

    /// Whether the sessions here are still to be told who joined or left in that range. It counts as told
    /// from now on: when a thousand sessions read the same notice, one tells of it.
    public synchronized boolean takeUntold(long from, long to) {
        if (from >= toldFrom && to <= toldTo) {
            return false;
        }
        boolean apart = from > toldTo + 1 || to < toldFrom - 1;
        if (!apart) {
            toldFrom = Math.min(from, toldFrom);
            toldTo = Math.max(to, toldTo);
        } else if (to > toldTo) {
            toldFrom = from;
            toldTo = to;
        }
        return true;
    }

    private boolean isOfTwo(MemberNames all) {
        Iterator<UUID> users = all.users().iterator();
        return all.users().size() == 2 && id.equals(Ids.direct(users.next(), users.next()));
    }

    /// Who is in it, apart by event loop, none of the arrays empty; not to be changed.
    public Subscription[][] byLoop() {
        return byLoop;
    }

    /// Who of that loop is in it; not to be changed.
    public Subscription[] on(EventLoop loop) {
        Subscription[][] all = byLoop;
        int at = indexOf(all, loop);
        return at < 0 ? NOBODY : all[at];
    }

    /// Whether very many of that loop are in it.
    boolean isCrowdedOn(EventLoop loop) {
        return on(loop).length > CROWD;
    }

    boolean isEmpty() {
        return byLoop.length == 0;
    }

    /// Called under the registry's lock of this conversation.
    void add(Subscription added) {
        Subscription[][] known = byLoop;
        int at = indexOf(known, added.session().loop());
        if (at < 0) {
            Subscription[][] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = new Subscription[] {added};
            byLoop = more;
            return;
        }
        Subscription[] all = Arrays.copyOf(known[at], known[at].length + 1);
        all[all.length - 1] = added;
        byLoop = with(known, at, all);
    }

    /// Called under the registry's lock of this conversation.
    void remove(Subscription removed) {
        Subscription[][] known = byLoop;
        int at = indexOf(known, removed.session().loop());
        int index = at < 0 ? -1 : Arrays.asList(known[at]).indexOf(removed);
        if (index < 0) {
            return;
        }
        if (known[at].length == 1) {
            byLoop = without(known, at, new Subscription[known.length - 1][]);
        } else {
            byLoop = with(known, at, without(known[at], index, new Subscription[known[at].length - 1]));
        }
    }

    private static int indexOf(Subscription[][] all, EventLoop loop) {
        for (int i = 0; i < all.length; i++) {
            if (all[i][0].session().loop().equals(loop)) {
                return i;
            }
        }
        return -1;
    }

    private static Subscription[][] with(Subscription[][] known, int at, Subscription[] replaced) {
        Subscription[][] all = known.clone();
        all[at] = replaced;
        return all;
    }

    private static <T> T[] without(T[] known, int at, T[] rest) {
        System.arraycopy(known, 0, rest, 0, at);
        System.arraycopy(known, at + 1, rest, at, rest.length - at);
        return rest;
    }
}
