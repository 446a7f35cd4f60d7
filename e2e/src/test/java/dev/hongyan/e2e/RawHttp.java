package dev.hongyan.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A connection on which any bytes can be written, such as no proper client sends.
final class RawHttp implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private final Socket connection;

    private RawHttp(URI address) throws IOException {
        connection = new Socket(address.getHost(), address.getPort());
        connection.setSoTimeout(TIMEOUT_MILLIS);
    }

    /// The status line and headers that such a request line is answered with.
    static String ask(URI address, String requestLine, String... headers) {
        try (RawHttp raw = new RawHttp(address)) {
            StringBuilder request =
                    new StringBuilder(requestLine + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            raw.write(request.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(raw.connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(requestLine + " got no answer", e);
        }
    }

    /// The status in such an answer; 0 when the connection was closed without one.
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /// A WebSocket connection, upgraded and nothing more.
    static RawHttp upgraded(URI gateway, String token) {
        try {
            RawHttp raw = new RawHttp(gateway);
            raw.write(("GET /ws HTTP/1.1\r\nHost: " + gateway.getAuthority() + "\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hongyan.v1\r\n"
                            + "Authorization: Bearer " + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            String status = raw.headers();
            if (status(status) != 101) {
                raw.close();
                throw new IllegalStateException("The upgrade was answered " + status);
            }
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(byte[] bytes) {
        try {
            connection.getOutputStream().write(bytes);
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // The other side may have closed already: that is what is tested.
        }
    }

    /// Reads until the other side closes; false when it does not in time.
    boolean awaitEnd() {
        try {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String headers() throws IOException {
        InputStream in = connection.getInputStream();
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
