package dev.hongyan.benchmarks;

import dev.hongyan.benchmarks.World.Conversation;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The devices of the people who talk with one another: one socket each. Everything happens on the generator's thread.
final class Devices implements Connection.Listener, Load.Target, Upkeep.Clients {
    private static final Duration RETRY_AFTER = Duration.ofMillis(300);

    private final World world;
    private final List<Conversation> conversations;
    private final byte[][] conversationIds;
    private final Map<UUID, Integer> places;
    private final Holdings holdings;
    private final Ledger ledger;
    private final Bodies bodies;
    private final Sockets sockets;
    private final Faults faults;
    private final Connection[] connections;
    private final Phases phases = new Phases();
    private final Random random = new Random(7);
    private byte[] scratch = new byte[1 << 16];
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile @Nullable Spans spans;
    private volatile long lastDelivery;

    /// Those of the first so many people, with the conversations among them.
    ///
    /// @param heads the numbers of the newest messages, by conversation: nothing before them is missed
    Devices(World world, int people, Map<UUID, Long> heads, Ledger ledger, Sockets sockets, Faults faults) {
        this.world = world;
        this.conversations = world.conversations(people);
        this.holdings = new Holdings(world, people, conversations, heads);
        this.ledger = ledger;
        this.sockets = sockets;
        this.faults = faults;
        this.bodies = new Bodies(1, ledger.runHalf());
        this.connections = new Connection[people];
        this.places = World.index(conversations);
        this.conversationIds = conversations.stream().map(Conversation::idBytes).toArray(byte[][]::new);
    }

    List<Conversation> conversations() {
        return conversations;
    }

    /// How many devices have resumed; one that did so twice counts twice.
    int resumed() {
        return resumed.get();
    }

    /// When the last message came.
    long lastDelivery() {
        return lastDelivery;
    }

    /// Keeps from now on how long each delivery was under way; null: no longer.
    void keep(@Nullable Spans kept) {
        spans = kept;
    }

    /// Whether the devices of the first so many hold every conversation among them up to these heads.
    boolean reach(Map<UUID, Long> heads, int people) {
        return sockets.ask(() -> holdings.reach(heads, people));
    }

    /// Opens the socket of one of the people, who resumes where he is as soon as he is welcome.
    void open(int person, String token) {
        sockets.open(() -> {
            Connection connection = new Connection(person, sockets.authority(), token, this);
            connections[person] = connection;
            return connection;
        });
    }

    /// Breaks the connections of the first so many off, all at once.
    void breakOff(int people) {
        sockets.execute(() -> {
            for (int person = 0; person < people; person++) {
                connections[person].breakOff();
            }
        });
    }

    @Override
    public int count() {
        return connections.length;
    }

    @Override
    public Account account(int person) {
        return world.accounts().get(person);
    }

    @Override
    public void enter(Phase next) {
        phases.enter(next);
    }

    @Override
    public void sent(Phase phase) {
        // Frames and deliveries are not counted here.
    }

    @Override
    public int answered() {
        return answered.get();
    }

    @Override
    public int finished() {
        return finished.get();
    }

    @Override
    public void send(long plannedNanos) {
        int conversation = random.nextInt(conversations.size());
        send(ledger.plan(plannedNanos, conversation, random.nextInt(2)));
    }

    @Override
    public void auth(int person, String token) {
        write(person, "{\"op\":\"auth\",\"token\":\"" + token + "\"}");
    }

    @Override
    public void received(int person) {
        Cursors cursors = holdings.received(person);
        if (!cursors.isEmpty() && connections[person] != null) {
            connections[person].write(cursors.frame(""), true);
        }
    }

    @Override
    public void ping(int person) {
        write(person, "{\"op\":\"ping\",\"n\":1}");
    }

    @Override
    public void onOpen(Connection connection) {
        // The welcome follows.
    }

    @Override
    public void onClosed(Connection connection, String why) {
        faults.closed(connection.number(), why);
    }

    @Override
    public void onText(Connection connection, ByteBuf bytes, int start, int length) {
        if (scratch.length < length) {
            scratch = new byte[2 * length];
        }
        byte[] frame = scratch;
        bytes.getBytes(start, frame, 0, length);
        long now = System.nanoTime();
        switch (FrameScanner.op(frame, length)) {
            case "messages" ->
                FrameScanner.eachMessage(
                        frame, length, (all, at, seq, id) -> onMessage(connection.number(), all, at, seq, id, now));
            case "sent" -> onSent(FrameScanner.idOf(frame, length), (int) FrameScanner.seqOf(frame, length), now);
            case "resumed" -> resumed.getAndIncrement();
            case "retry" -> onRetry(FrameScanner.idOf(frame, length));
            case "welcome" ->
                connection.write(holdings.resume(connection.number()).frame(""), true);
            case "refused" -> onRefused(frame, length);
            case "pong", "received", "read", "presence", "typing" -> {}
            default -> faults.unexpected(text(frame, length));
        }
    }

    private void send(int index) {
        int place = ledger.conversation(index);
        int person = conversations.get(place).user(ledger.senderSide(index));
        connections[person].write(bodies.send(index, conversationIds[place]), true);
    }

    private void write(int person, String frame) {
        if (connections[person] != null) {
            connections[person].write(frame.getBytes(StandardCharsets.US_ASCII), true);
        }
    }

    private void onSent(UUID id, int seq, long now) {
        if (!ledger.isOurs(id)) {
            faults.stranger("sent " + id);
            return;
        }
        int index = Ledger.index(id);
        if (ledger.acknowledge(index, seq)) {
            phases.of(index).recordSent(now - ledger.planned(index));
            answered.getAndIncrement();
        } else if (ledger.seq(index) != seq) {
            faults.renumbered(id + " was " + ledger.seq(index) + " and then " + seq);
        }
    }

    private void onMessage(int person, byte[] frame, int conversationAt, long seq, UUID id, long now) {
        boolean ours = ledger.isOurs(id);
        int place = ours
                ? ledger.conversation(Ledger.index(id))
                : places.getOrDefault(FrameScanner.uuid(frame, conversationAt), -1);
        if (place < 0) {
            return;
        }
        byte[] expected = conversationIds[place];
        if (!Arrays.equals(expected, 0, expected.length, frame, conversationAt, conversationAt + expected.length)) {
            faults.stranger("message " + id + " in another conversation");
        }
        int side = conversations.get(place).side(person);
        long last = holdings.take(place, side, seq);
        if (seq != last + 1) {
            faults.order(seq <= last, "conversation " + place + ": " + seq + " after " + last);
        }
        lastDelivery = now;
        if (ours) {
            onOwn(Ledger.index(id), side, now);
        }
    }

    private void onOwn(int index, int side, long now) {
        if (!ledger.deliver(index, side)) {
            faults.doubled("message " + index + " on side " + side);
            return;
        }
        if (side == ledger.senderSide(index)) {
            if (ledger.seq(index) == 0) {
                faults.overtaken();
            }
        } else {
            phases.of(index).recordDelivered(now - ledger.planned(index));
            Spans kept = spans;
            if (kept != null) {
                kept.add(ledger.planned(index), now);
            }
        }
        if (ledger.delivered(index, 1 - side)) {
            finished.getAndIncrement();
        }
    }

    private void onRetry(UUID id) {
        if (ledger.isOurs(id)) {
            int index = Ledger.index(id);
            phases.of(index).recordRetry();
            sockets.after(RETRY_AFTER, () -> send(index));
        } else {
            faults.stranger("retry " + id);
        }
    }

    private void onRefused(byte[] frame, int length) {
        UUID id = FrameScanner.idOf(frame, length);
        if (ledger.isOurs(id)) {
            phases.of(Ledger.index(id)).recordRefusal();
            answered.getAndIncrement();
            finished.getAndIncrement();
        }
        faults.unexpected(text(frame, length));
    }

    private static String text(byte[] frame, int length) {
        return new String(frame, 0, length, StandardCharsets.UTF_8);
    }
}
