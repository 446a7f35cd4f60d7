package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Processes that this JVM did not start itself, known by their number.
final class Processes {
    private static final Duration STOP = Duration.ofSeconds(20);

    private Processes() {}

    /// The process, if it still is the one meant: numbers are used again, so its command line must hold the mark.
    static Optional<ProcessHandle> find(long pid, String mark) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process).contains(mark));
    }

    /// The JDK gives the first 4,096 bytes of it on Linux, and a class path is longer than that.
    private static String commandLine(ProcessHandle process) {
        Path whole = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            if (Files.isReadable(whole)) {
                return new String(Files.readAllBytes(whole), StandardCharsets.UTF_8);
            }
        } catch (IOException gone) {
            return "";
        }
        return process.info().commandLine().orElse("");
    }

    /// Sends the signal and waits; who does not end in time is killed.
    static void stop(ProcessHandle process, String signal) {
        Signals.send(process.pid(), "CONT");
        Signals.send(process.pid(), signal);
        if (!ended(process, STOP)) {
            process.destroyForcibly();
            ended(process, Duration.ofSeconds(5));
        }
    }

    private static boolean ended(ProcessHandle process, Duration deadline) {
        try {
            process.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
