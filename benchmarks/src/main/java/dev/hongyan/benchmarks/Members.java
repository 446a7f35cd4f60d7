package dev.hongyan.benchmarks;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The devices of a group's members: one socket each. The first few of them send. Everything happens on the generator's
/// thread.
final class Members implements Connection.Listener, Load.Target, Upkeep.Clients {
    private static final Duration RETRY_AFTER = Duration.ofMillis(300);
    private static final String ALL_THAT_WAS_MISSED = ",\"limit\":10000";

    private final World world;
    private final int from;
    private final int senders;
    private final Holdings holdings;
    private final GroupLedger ledger;
    private final Sockets sockets;
    private final Faults faults;
    private final Bodies bodies;
    private final SharedFrames frames;
    private final Connection[] connections;
    private final Map<UUID, GroupLog> logs = new HashMap<>();
    private final Set<UUID> selves = new HashSet<>();
    private final long[] acknowledged;
    private final Phases phases = new Phases();
    private final Tally tally;
    private final Random random = new Random(7);
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger lags = new AtomicInteger();
    private @Nullable GroupLog group;
    private byte[] scratch = new byte[1 << 17];
    private long frameCount;
    private long framesBefore;
    private long deliveriesBefore;

    /// @param from  the first of them among the people
    /// @param heads the numbers of the newest messages, by conversation: nothing before them is missed
    Members(World world, int from, BenchOptions.Group options, Map<UUID, Long> heads, Sockets sockets, Faults faults) {
        this.world = world;
        this.from = from;
        this.senders = options.senders();
        this.holdings = new Holdings(world, world.size(), world.conversations(world.size()), heads);
        this.sockets = sockets;
        this.faults = faults;
        this.ledger = new GroupLedger(Ledger.runHalf(System.currentTimeMillis(), new Random().nextInt()));
        this.tally = new Tally(options.members(), ledger, phases, faults);
        this.bodies = new Bodies(1, ledger.runHalf());
        this.frames = new SharedFrames(this::logOf, ledger::index);
        this.connections = new Connection[options.members()];
        this.acknowledged = new long[options.members()];
        for (int member = 0; member < connections.length; member++) {
            selves.add(account(member).id());
        }
    }

    GroupLedger ledger() {
        return ledger;
    }

    int resumed() {
        return resumed.get();
    }

    /// How often a socket could not keep up.
    int lags() {
        return lags.get();
    }

    /// Opens the socket of a member, who resumes as soon as he is welcome.
    void open(int member, String token) {
        sockets.open(() -> {
            Connection connection = new Connection(member, sockets.authority(), token, this);
            connections[member] = connection;
            return connection;
        });
    }

    /// What is held of that group, also of one that nobody has heard of yet.
    GroupLog log(UUID id) {
        return sockets.ask(() -> logs.computeIfAbsent(id, this::newLog));
    }

    /// What is sent from now on goes there.
    void talkIn(GroupLog chosen) {
        sockets.execute(() -> group = chosen);
    }

    /// Keeps from now on how long each message was under way to the last member; null: no longer.
    void keep(@Nullable Spans kept) {
        tally.keep(kept);
    }

    void breakOff() {
        sockets.execute(() -> {
            for (Connection connection : connections) {
                connection.breakOff();
            }
        });
    }

    @Override
    public int count() {
        return connections.length;
    }

    @Override
    public Account account(int member) {
        return world.accounts().get(from + member);
    }

    @Override
    public void enter(Phase next) {
        phases.enter(next);
        sockets.execute(() -> {
            framesBefore = frameCount;
            deliveriesBefore = tally.deliveries();
        });
    }

    @Override
    public void sent(Phase phase) {
        sockets.execute(() -> phase.traffic(frameCount - framesBefore, tally.deliveries() - deliveriesBefore));
    }

    @Override
    public int answered() {
        return tally.answered();
    }

    @Override
    public int finished() {
        return tally.finished();
    }

    @Override
    public void send(long plannedNanos) {
        send(ledger.plan(plannedNanos, random.nextInt(senders)));
    }

    @Override
    public void received(int member) {
        GroupLog current = group;
        if (current != null && current.last(member) > acknowledged[member] && connections[member] != null) {
            acknowledged[member] = current.last(member);
            Cursors cursors = new Cursors("received").at(current.id(), acknowledged[member]);
            connections[member].write(cursors.frame(""), true);
        }
    }

    @Override
    public void ping(int member) {
        write(member, "{\"op\":\"ping\",\"n\":1}");
    }

    @Override
    public void auth(int member, String token) {
        write(member, "{\"op\":\"auth\",\"token\":\"" + token + "\"}");
    }

    @Override
    public void onOpen(Connection connection) {
        // The welcome follows.
    }

    @Override
    public void onClosed(Connection connection, String why) {
        faults.closed(from + connection.number(), why);
    }

    @Override
    public void onText(Connection connection, ByteBuf bytes, int start, int length) {
        if (scratch.length < length) {
            scratch = new byte[2 * length];
        }
        byte[] frame = scratch;
        bytes.getBytes(start, frame, 0, length);
        long now = System.nanoTime();
        int member = connection.number();
        switch (FrameScanner.op(frame, length)) {
            case "messages" -> onMessages(member, frames.read(frame, length), now);
            case "sent" -> tally.sent(FrameScanner.idOf(frame, length), FrameScanner.seqOf(frame, length), now);
            case "resumed" -> resumed.getAndIncrement();
            case "retry" -> onRetry(FrameScanner.idOf(frame, length));
            case "welcome" -> resume(member);
            case "lagged" -> onLagged(member);
            case "pong", "received", "read", "presence", "typing" -> {}
            case "refused" -> {
                tally.refused(FrameScanner.idOf(frame, length));
                faults.unexpected(text(frame, length));
            }
            default -> faults.unexpected(text(frame, length));
        }
    }

    private void send(int index) {
        GroupLog current = group;
        if (current == null) {
            throw new IllegalStateException("There is no group to talk in");
        }
        connections[ledger.sender(index)].write(bodies.send(index, current.idBytes()), true);
    }

    private void write(int member, String frame) {
        if (connections[member] != null) {
            connections[member].write(frame.getBytes(StandardCharsets.US_ASCII), true);
        }
    }

    private void resume(int member) {
        Cursors cursors = holdings.resume(from + member);
        for (GroupLog log : logs.values()) {
            if (log.last(member) > 0) {
                cursors.at(log.id(), log.last(member));
            }
        }
        connections[member].write(cursors.frame(ALL_THAT_WAS_MISSED), true);
    }

    private void onMessages(int member, SharedFrames.Frame frame, long now) {
        frameCount++;
        for (int at = 0; at < frame.size(); at++) {
            GroupLog log = frame.log(at);
            if (log != null) {
                long seq = frame.seq(at);
                long before = log.take(member, seq, now);
                if (before > 0 && seq != before + 1) {
                    faults.order(seq <= before, "member " + member + ": " + seq + " after " + before);
                }
            }
            if (frame.index(at) >= 0) {
                if (log != group) {
                    faults.stranger("message " + frame.index(at) + " in another conversation");
                }
                tally.delivered(member, frame.index(at), frame.seq(at), now);
            }
        }
    }

    private void onRetry(UUID id) {
        int index = tally.retry(id);
        if (index >= 0) {
            sockets.after(RETRY_AFTER, () -> send(index));
        }
    }

    /// Its queue was dropped: it reads on from the log.
    private void onLagged(int member) {
        lags.getAndIncrement();
        Phase current = phases.current();
        if (current != null) {
            current.recordLag();
        }
        resume(member);
    }

    private @Nullable GroupLog logOf(UUID conversation) {
        return selves.contains(conversation) ? null : logs.computeIfAbsent(conversation, this::newLog);
    }

    private GroupLog newLog(UUID id) {
        return new GroupLog(id, connections.length);
    }

    private static String text(byte[] frame, int length) {
        return new String(frame, 0, length, StandardCharsets.UTF_8);
    }
}
