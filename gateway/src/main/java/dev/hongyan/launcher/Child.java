package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A process of the local run and the file that holds what it prints.
///
/// @param begun how long the log was already when the process started
record Child(String name, Process process, Path log, long begun) {
    private static final int LONGEST_LINE = 400;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(300);
    private static final int TRIES = 5;
    private static final long LARGE_LOG = 20_000_000;

    static Child start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(parent(log));
            keepSmall(log);
            long begun = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // Otherwise the C library keeps memory for each of many threads that seldom need any.
            builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new Child(name, process, log, begun);
        } catch (IOException e) {
            throw new StartException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /// Runs a short command to its end; what it prints goes to the log.
    static void run(String name, List<String> command, Map<String, String> environment, Path log) {
        Child child = start(name, command, environment, log);
        if (!child.awaitExit(Duration.ofSeconds(90)) || child.process.exitValue() != 0) {
            child.process.destroyForcibly();
            throw new StartException(name + " failed; see " + log + "\n" + child.tail(12));
        }
    }

    /// Launches a process and waits until `ready` holds; again when it ended for a reason that passes by itself. Who
    /// does
    /// not get ready is killed.
    static Child startReady(
            Supplier<Child> launch, BooleanSupplier ready, Duration deadline, Predicate<Child> endedInPassing) {
        for (int tries = 1; ; tries++) {
            Child child = launch.get();
            try {
                child.awaitReady(ready, deadline);
                return child;
            } catch (StartException e) {
                child.kill9();
                if (tries == TRIES || !endedInPassing.test(child)) {
                    throw e;
                }
                pause(BEFORE_ANOTHER_TRY);
            }
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting.", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Waits until `ready` holds; fails at once when the process ends first.
    void awaitReady(BooleanSupplier ready, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!ready.getAsBoolean()) {
            if (awaitExit(POLL)) {
                throw new StartException(name + " ended while starting (exit code " + process.exitValue() + "); see "
                        + log + "\n" + tail(12));
            }
            if (System.nanoTime() > end) {
                throw new StartException(
                        name + " was not ready within " + deadline.toSeconds() + " s; see " + log + "\n" + tail(12));
            }
        }
    }

    /// Sends the signal and waits; who does not end in time is killed.
    void stop(String signal, Duration deadline) {
        if (alive()) {
            Signals.send(pid(), "CONT");
            Signals.send(pid(), signal);
            if (!awaitExit(deadline)) {
                process.destroyForcibly();
                awaitExit(Duration.ofSeconds(10));
            }
        }
    }

    void kill9() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    boolean awaitExit(Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting for " + name + ".", e);
        }
    }

    String tail(int lines) {
        return tail(log, begun, lines);
    }

    static String tail(Path log, long begun, int lines) {
        try {
            byte[] bytes = Files.readAllBytes(log);
            int from = Math.min(bytes.length, Math.max(Math.toIntExact(begun), bytes.length - 16_384));
            List<String> all = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " ..." : line)
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "";
        }
    }

    /// A log that has grown large is put aside when its program starts, in the place of the one before.
    private static void keepSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new UncheckedIOException(new IOException("No folder above " + path));
        }
        return parent;
    }
}
