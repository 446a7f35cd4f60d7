package dev.hongyan.gateway.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Files on the class path.
final class Resources {
    private Resources() {}

    static Optional<byte[]> bytes(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> text(String path) {
        return bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// A file of this package, which is there.
    static String own(String name) {
        return text("/dev/hongyan/gateway/pages/" + name)
                .orElseThrow(() -> new IllegalStateException("Missing in the package: " + name));
    }
}
