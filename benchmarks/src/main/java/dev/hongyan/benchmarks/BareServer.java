package dev.hongyan.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A bare server as a program of its own, so that its time is not the generator's. It prints its port.
final class BareServer implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final URI address;

    private BareServer(Process process) throws IOException {
        this.process = process;
        this.lines = process.inputReader();
        String port = lines.readLine();
        if (port == null) {
            throw new IOException("The bare server did not start");
        }
        this.address = URI.create("http://127.0.0.1:" + port.strip());
    }

    static BareServer start(Class<?> program) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
        try {
            return new BareServer(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
