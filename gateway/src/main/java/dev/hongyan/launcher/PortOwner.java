package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Finds which process listens on a port, as far as this user may see it.
final class PortOwner {
    private PortOwner() {}

    static Optional<String> of(int port) {
        Optional<Long> pid = Files.isDirectory(Path.of("/proc/net")) ? bySockets(port) : byLsof(port);
        return pid.map(PortOwner::describe);
    }

    private static String describe(long pid) {
        String command = ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(path -> String.valueOf(Path.of(path).getFileName()))
                .orElse("?");
        return command + " (pid " + pid + ")";
    }

    private static Optional<Long> bySockets(int port) {
        Set<String> links = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            lines(Path.of(table)).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns.length > 9 && columns[3].equals("0A"))
                    .filter(columns -> columns[1].endsWith(":%04X".formatted(port)))
                    .forEach(columns -> links.add("socket:[" + columns[9] + "]"));
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, links))
                .findFirst();
    }

    private static boolean holds(long pid, Set<String> links) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return open.anyMatch(file -> links.contains(target(file)));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException none) {
            return List.of();
        }
    }

    private static Optional<Long> byLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN").start();
            String answer = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            lsof.waitFor(5, TimeUnit.SECONDS);
            return answer.lines().findFirst().map(Long::valueOf);
        } catch (IOException notInstalled) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
