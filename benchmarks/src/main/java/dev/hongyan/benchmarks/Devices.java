package dev.hongyan.benchmarks;

import dev.hongyan.benchmarks.World.Conversation;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The devices of the people: one socket each, and what each has seen. Everything happens on the generator's thread.
final class Devices implements Connection.Listener {
    private final World world;
    private final List<Conversation> conversations;
    private final byte[][] conversationIds;
    private final Map<UUID, Integer> places;
    private final Ledger ledger;
    private final Bodies bodies;
    private final Sockets sockets;
    private final Connection[] connections;
    /// The highest number that each side's device has seen, by conversation.
    private final long[][] seen;
    private final long[][] acknowledged;
    private final List<List<Integer>> conversationsOf = new ArrayList<>();
    private final Faults faults = new Faults();
    private byte[] scratch = new byte[1 << 16];
    private volatile Phase phase = new Phase("none", 0, Integer.MAX_VALUE);
    private volatile Phase before = phase;
    private final AtomicInteger welcomed = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    Devices(World world, int people, List<Conversation> conversations, Ledger ledger, Sockets sockets) {
        this.world = world;
        this.conversations = conversations;
        this.ledger = ledger;
        this.sockets = sockets;
        this.bodies = new Bodies(1, ledger.runHalf());
        this.connections = new Connection[people];
        this.seen = new long[2][conversations.size()];
        this.acknowledged = new long[2][conversations.size()];
        this.places = World.index(conversations);
        this.conversationIds = conversations.stream().map(Conversation::idBytes).toArray(byte[][]::new);
        for (int i = 0; i < people; i++) {
            conversationsOf.add(new ArrayList<>());
        }
        for (int i = 0; i < conversations.size(); i++) {
            conversationsOf.get(conversations.get(i).one()).add(i);
            conversationsOf.get(conversations.get(i).other()).add(i);
        }
    }

    int welcomed() {
        return welcomed.get();
    }

    int resumed() {
        return resumed.get();
    }

    int answered() {
        return answered.get();
    }

    Faults faults() {
        return faults;
    }

    long seen(int conversation, int side) {
        return seen[side][conversation];
    }

    /// From now on the messages of this phase count for it.
    void enter(Phase next) {
        before = phase;
        phase = next;
    }

    /// Opens the socket of one of the people, who resumes at the heads, so that nothing was missed.
    ///
    /// @param heads the numbers of the newest messages, by conversation
    void open(int person, String token, Map<UUID, Long> heads) {
        sockets.open(() -> {
            Connection connection = new Connection(person, sockets.authority(), token, this);
            connections[person] = connection;
            for (int place : conversationsOf.get(person)) {
                Conversation conversation = conversations.get(place);
                long head = heads.getOrDefault(conversation.id(), 0L);
                seen[conversation.side(person)][place] = head;
                acknowledged[conversation.side(person)][place] = head;
            }
            return connection;
        });
    }

    void resume(int person, Map<UUID, Long> heads) {
        UUID self = world.accounts().get(person).id();
        StringBuilder frame =
                new StringBuilder("{\"op\":\"resume\",\"cursors\":{\"" + self + "\":" + heads.getOrDefault(self, 0L));
        for (int place : conversationsOf.get(person)) {
            UUID id = conversations.get(place).id();
            frame.append(",\"").append(id).append("\":").append(heads.getOrDefault(id, 0L));
        }
        connections[person].write(ascii(frame.append("}}").toString()), true);
    }

    /// Sends the messages of these indices; what belongs together is planned together.
    void send(int from, int to) {
        for (int index = from; index < to; index++) {
            send(index);
        }
    }

    void auth(int person, String token) {
        connections[person].write(ascii("{\"op\":\"auth\",\"token\":\"" + token + "\"}"), true);
    }

    /// Says what the device holds, when it has got something since the last time.
    void received(int person) {
        StringBuilder frame = new StringBuilder();
        for (int place : conversationsOf.get(person)) {
            int side = conversations.get(place).side(person);
            if (seen[side][place] > acknowledged[side][place]) {
                acknowledged[side][place] = seen[side][place];
                frame.append(frame.isEmpty() ? "{\"op\":\"received\",\"cursors\":{\"" : ",\"")
                        .append(conversations.get(place).id())
                        .append("\":")
                        .append(seen[side][place]);
            }
        }
        if (!frame.isEmpty()) {
            connections[person].write(ascii(frame.append("}}").toString()), true);
        }
    }

    void ping(int person) {
        connections[person].write(ascii("{\"op\":\"ping\",\"n\":1}"), true);
    }

    void close() {
        faults.ending();
        for (Connection connection : connections) {
            connection.close();
        }
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
            case "welcome" -> welcomed.getAndIncrement();
            case "pong", "received", "read", "presence", "typing" -> {}
            default -> onOther(new String(frame, 0, length, StandardCharsets.UTF_8));
        }
    }

    private void send(int index) {
        int place = ledger.conversation(index);
        int person = conversations.get(place).user(ledger.senderSide(index));
        connections[person].write(bodies.send(index, conversationIds[place]), true);
    }

    private void onSent(UUID id, int seq, long now) {
        if (!ledger.isOurs(id)) {
            faults.stranger("sent " + id);
            return;
        }
        int index = Ledger.index(id);
        if (ledger.acknowledge(index, seq)) {
            answered.getAndIncrement();
            phaseOf(index).recordSent(now - ledger.planned(index));
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
        long last = seen[side][place];
        if (seq != last + 1) {
            faults.order(seq <= last, "conversation " + place + ": " + seq + " after " + last);
        }
        seen[side][place] = Math.max(last, seq);
        if (ours) {
            onOwn(Ledger.index(id), side, now);
        }
    }

    private void onOwn(int index, int side, long now) {
        if (!ledger.deliver(index, side)) {
            faults.doubled("message " + index + " on side " + side);
        } else if (side != ledger.senderSide(index)) {
            phaseOf(index).recordDelivered(now - ledger.planned(index));
        } else if (ledger.seq(index) == 0) {
            faults.overtaken();
        }
    }

    private void onRetry(UUID id) {
        int index = Ledger.index(id);
        phaseOf(index).recordRetry();
        var _ = sockets.loop().schedule(() -> send(index), 300, TimeUnit.MILLISECONDS);
    }

    private void onOther(String frame) {
        if (frame.contains("\"refused\"")) {
            answered.getAndIncrement();
            phase.recordRefusal();
        }
        faults.unexpected(frame);
    }

    private Phase phaseOf(int index) {
        return phase.holds(index) ? phase : before;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
