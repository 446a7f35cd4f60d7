package dev.hongyan.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// A socket whose other end reads a kilobyte a second, as far as it is told to.
final class SlowReader implements AutoCloseable {
    private static final int A_SECOND = 1_024;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket connection = new Socket();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final Thread reading = Thread.ofVirtual().unstarted(this::readSlowly);
    private volatile boolean hurries;

    private SlowReader(URI address, String token) throws IOException {
        connection.setReceiveBufferSize(4 * A_SECOND);
        connection.setSoTimeout(TIMEOUT_MILLIS);
        connection.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        write(("GET /ws HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hongyan.v1\r\n"
                        + "Authorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        readUntil("\"op\":\"welcome\"");
        sendText("{\"op\":\"resume\",\"cursors\":{}}");
        readUntil("\"op\":\"resumed\"");
    }

    /// Connected and resumed; from now on it reads slowly.
    static SlowReader connect(URI address, String token) {
        try {
            SlowReader reader = new SlowReader(address, token);
            reader.reading.start();
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads as fast as it can again, until such a text or the end of the connection comes; true when it was the text.
    boolean hurryTo(String text) {
        hurries = true;
        try {
            reading.join();
            return readUntil(text);
        } catch (IOException closed) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hurries = true;
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readSlowly() {
        try {
            InputStream in = connection.getInputStream();
            byte[] some = new byte[A_SECOND];
            while (!hurries) {
                LockSupport.parkNanos(SECOND_NANOS);
                int count = in.read(some);
                if (count < 0) {
                    return;
                }
                read.write(some, 0, count);
            }
        } catch (IOException ended) {
            // Closed by either side.
        }
    }

    private boolean readUntil(String text) throws IOException {
        byte[] some = new byte[64 * A_SECOND];
        while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
            int count = connection.getInputStream().read(some);
            if (count < 0) {
                return false;
            }
            keepTheEnd(text.length());
            read.write(some, 0, count);
        }
        return true;
    }

    /// A text may be cut in two; what lies before is of no use any more.
    private void keepTheEnd(int length) {
        byte[] all = read.toByteArray();
        int from = Math.max(0, all.length - length);
        read.reset();
        read.write(all, from, all.length - from);
    }

    /// A masked text frame of less than 126 bytes; the mask is zero.
    private void sendText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | bytes.length);
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        write(frame.toByteArray());
    }

    private void write(byte[] bytes) throws IOException {
        connection.getOutputStream().write(bytes);
        connection.getOutputStream().flush();
    }
}
