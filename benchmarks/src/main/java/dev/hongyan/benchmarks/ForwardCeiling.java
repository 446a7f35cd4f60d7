package dev.hongyan.benchmarks;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// How many frames a second a bare Vert.x server forwards on this machine, driven by the same client: the ceiling of
/// everything that goes over sockets.
final class ForwardCeiling implements Connection.Listener {
    private static final int IN_FLIGHT = 8;
    private static final int FRAME_BYTES = 380;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private final int connections;
    private final List<Connection> open = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong forwarded = new AtomicLong();
    private final Random random = new Random(3);
    private final byte[] padding = "x".repeat(FRAME_BYTES).getBytes(StandardCharsets.US_ASCII);

    private ForwardCeiling(int connections) {
        this.connections = connections;
    }

    /// Frames a second, in and out.
    static long measure(int connections) {
        try (BareServer server = BareServer.start(ForwardServer.class);
                Sockets sockets = new Sockets(server.address())) {
            return new ForwardCeiling(connections).run(sockets);
        }
    }

    private long run(Sockets sockets) {
        for (int i = 0; i < connections; i++) {
            int number = i;
            sockets.open(() -> new Connection(number, sockets.authority(), "", this));
            Load.await(Duration.ofSeconds(10), () -> opened.get() >= number - 100);
        }
        if (!Load.await(Duration.ofSeconds(30), () -> opened.get() == connections)) {
            throw new IllegalStateException(opened + " of " + connections + " sockets opened");
        }
        sockets.execute(() -> {
            for (Connection connection : open) {
                for (int i = 0; i < IN_FLIGHT; i++) {
                    send(connection);
                }
            }
        });
        LockSupport.parkNanos(WARM_UP.toNanos());
        long start = System.nanoTime();
        long before = forwarded.get();
        LockSupport.parkNanos(MEASURED.toNanos());
        long rate = Math.round((forwarded.get() - before) / ((System.nanoTime() - start) / 1e9));
        if (closed.get() > 0) {
            throw new IllegalStateException(closed + " sockets closed while it was measured");
        }
        open.forEach(Connection::breakOff);
        return rate;
    }

    @Override
    public void onOpen(Connection connection) {
        open.add(connection);
        opened.incrementAndGet();
    }

    /// Each frame that comes makes room for the next one of the socket that it came to.
    @Override
    public void onText(Connection connection, ByteBuf bytes, int start, int length) {
        forwarded.lazySet(forwarded.get() + 1);
        send(connection);
    }

    @Override
    public void onClosed(Connection connection, String why) {
        closed.incrementAndGet();
    }

    private void send(Connection connection) {
        byte[] frame = padding.clone();
        int target = random.nextInt(connections);
        for (int digit = ForwardServer.TARGET_DIGITS - 1; digit >= 0; digit--, target /= 10) {
            frame[digit] = (byte) ('0' + target % 10);
        }
        connection.write(frame, true);
    }
}
