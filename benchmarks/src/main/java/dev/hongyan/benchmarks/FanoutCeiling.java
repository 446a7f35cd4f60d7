package dev.hongyan.benchmarks;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// How fast a bare Vert.x server gives one frame to all sockets of a group, driven by the same client: the ceiling of a
/// group's deliveries as long as each is a frame of its own.
final class FanoutCeiling implements Connection.Listener {
    private static final int IN_FLIGHT = 4;
    private static final int FRAME_BYTES = 470;
    private static final int ALONE = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final Duration GAP = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// @param frames     a second, all sockets together, with a few messages under way all the time
    /// @param lastMicros from one message to the last socket, with nothing else under way
    record Result(long frames, Histogram lastMicros) {}

    private final int members;
    private final byte[] payload = "x".repeat(FRAME_BYTES).getBytes(StandardCharsets.US_ASCII);
    private final List<Connection> open = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong frames = new AtomicLong();
    private volatile long lastFrameAt;
    private boolean endless;

    private FanoutCeiling(int members) {
        this.members = members;
    }

    static Result measure(int members) {
        try (BareServer server = BareServer.start(FanoutServer.class);
                Sockets sockets = new Sockets(server.address())) {
            return new FanoutCeiling(members).run(sockets);
        }
    }

    private Result run(Sockets sockets) {
        for (int i = 0; i < members; i++) {
            int number = i;
            sockets.open(() -> new Connection(number, sockets.authority(), "", this));
            Load.await(LIMIT, () -> opened.get() >= number - 100);
        }
        require(Load.await(LIMIT, () -> opened.get() == members), "not all sockets opened");
        sockets.execute(() -> {
            endless = true;
            for (int i = 0; i < IN_FLIGHT; i++) {
                send(i);
            }
        });
        LockSupport.parkNanos(WARM_UP.toNanos());
        long start = System.nanoTime();
        long before = frames.get();
        LockSupport.parkNanos(MEASURED.toNanos());
        long rate = Math.round((frames.get() - before) / ((System.nanoTime() - start) / 1e9));
        sockets.execute(() -> endless = false);
        require(Load.await(LIMIT, () -> frames.get() % members == 0 && quiet()), "frames are missing");
        Histogram last = alone(sockets);
        require(closed.get() == 0, "sockets closed");
        open.forEach(Connection::breakOff);
        return new Result(rate, last);
    }

    private Histogram alone(Sockets sockets) {
        Histogram last = new Histogram(3);
        for (int i = 0; i < ALONE; i++) {
            int sender = i % members;
            LockSupport.parkNanos(GAP.toNanos());
            long target = frames.get() + members;
            long start = System.nanoTime();
            sockets.execute(() -> send(sender));
            require(Load.await(LIMIT, () -> frames.get() >= target), "frames are missing");
            last.recordValue((lastFrameAt - start) / 1_000);
        }
        return last;
    }

    private boolean quiet() {
        return System.nanoTime() - lastFrameAt > GAP.toNanos();
    }

    private void send(int sender) {
        open.get(sender).write(payload, true);
    }

    @Override
    public void onOpen(Connection connection) {
        open.add(connection);
        opened.incrementAndGet();
    }

    /// When as many frames have come as one message makes, the next message may go.
    @Override
    public void onText(Connection connection, ByteBuf bytes, int start, int length) {
        long now = System.nanoTime();
        long count = frames.get() + 1;
        lastFrameAt = now;
        frames.lazySet(count);
        if (endless && count % members == 0) {
            send((int) (count / members % members));
        }
    }

    @Override
    public void onClosed(Connection connection, String why) {
        closed.incrementAndGet();
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("The bare fan-out could not be measured: " + otherwise);
        }
    }
}
