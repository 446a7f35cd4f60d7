package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `./hongyan up`: starts everything and stays until it is told to end, or leaves it running in the background.
record Up(CommandLine line) {
    static final String DEMO_PASSWORD = "hongyan-demo-2026";

    int run() {
        return line.detach() ? detached() : foreground();
    }

    private int foreground() {
        long begun = System.nanoTime();
        Home home = line.home();
        @Nullable FileLock lock = home.lock();
        if (lock == null) {
            throw new StartException(alreadyRunning(home));
        }
        Down.endWhatWasLeft(home);
        deleteUnfinishedRestore(home);
        deleteOtherPackages(home);
        new Archive(home).choose(line.archive());
        Options options = line.options();
        requireFreePorts(options);
        home.started("launcher", ProcessHandle.current().pid(), options.ports().of("gateway"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(home), "leave"));
        String services =
                Arrays.stream(Service.values()).map(Service::moduleName).collect(Collectors.joining(", "));
        System.out.println(Texts.text("starting", services));
        try {
            Cluster cluster = Cluster.start(options);
            String ready = ready(cluster, Duration.ofNanos(System.nanoTime() - begun));
            System.out.println(ready);
            Home.write(home.readyText(), ready + "\n");
            new CountDownLatch(1).await();
            return 0;
        } catch (StartException e) {
            throw new StartException(Texts.text("failed", String.valueOf(e.getMessage())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private String ready(Cluster cluster, Duration took) {
        String url = line.publicUrl().isEmpty() ? cluster.gateway().toString() : line.publicUrl();
        String seconds = String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
        String stop = Texts.text(System.getProperty("hongyan.detached") == null ? "next-foreground" : "next-detached");
        String demo = line.demo() ? Texts.text("demo", DEMO_PASSWORD) + "\n" : "";
        String trace = line.collector().isEmpty() ? "" : Texts.text("trace", line.collector()) + "\n";
        return Texts.text("ready", url, seconds) + "\n" + demo + trace + Texts.text("next", url, stop) + "\n"
                + Texts.text("logs", cluster.logs());
    }

    /// Starts this very program again without `--detach` and waits until it has left its text.
    private int detached() {
        Home home = line.home();
        Path log = home.log("launcher");
        try (FileLock lock = home.lock()) {
            if (lock == null) {
                throw new StartException(alreadyRunning(home));
            }
            Files.deleteIfExists(home.readyText());
            Files.createDirectories(Child.parent(log));
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("nohup", JavaCommand.java()));
        command.addAll(JavaCommand.with(JavaCommand.small("64m"), JavaCommand.SMALL_COMPILER));
        command.addAll(List.of("-Dhongyan.detached=true", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.add("-Dhongyan.packages=" + line.packages());
        command.addAll(List.of("-Dhongyan.root=" + line.root(), "-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(Main.class.getName(), "up", "--home", home.folder().toString()));
        command.addAll(List.of("--port", Integer.toString(line.port())));
        command.addAll(List.of("--port-offset", Integer.toString(line.portOffset())));
        command.addAll(List.of("--instances", Integer.toString(line.instances())));
        if (!line.publicUrl().isEmpty()) {
            command.addAll(List.of("--public-url", line.publicUrl()));
        }
        if (!line.archive().isEmpty()) {
            command.addAll(List.of("--archive", line.archive()));
        }
        if (!line.demo()) {
            command.add("--no-demo");
        }
        if (!line.collector().isEmpty()) {
            command.add("--trace");
        }
        Child launcher = Child.start("launcher", command, Map.of(), log);
        while (!Files.exists(home.readyText())) {
            if (launcher.awaitExit(Duration.ofMillis(100))) {
                throw new StartException(launcher.tail(30));
            }
        }
        System.out.print(Child.tail(home.readyText(), 0, 10) + "\n");
        return 0;
    }

    private static void leave(Home home) {
        System.out.println(Texts.text("stopping"));
        home.ended("launcher");
        home.readyText().toFile().delete();
    }

    /// Copies of earlier builds. Nothing runs from them any more: we hold the lock and have ended what was left.
    private void deleteOtherPackages(Home home) {
        Path all = home.folder().resolve("run/packages");
        if (!line.packages().startsWith(all)) {
            return;
        }
        try (Stream<Path> copies = Files.list(all)) {
            for (Path other :
                    copies.filter(copy -> !copy.equals(line.packages())).toList()) {
                Folders.delete(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// It holds messages and secrets.
    private static void deleteUnfinishedRestore(Home home) {
        try {
            Restore.clear(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String alreadyRunning(Home home) {
        Home.Running launcher = home.recorded().get("launcher");
        return launcher == null
                ? Texts.text("already-running", "?", home.folder())
                : Texts.text("already-running", launcher.pid(), "http://localhost:" + launcher.port());
    }

    private static void requireFreePorts(Options options) {
        for (Map.Entry<Integer, String> port : Doctor.ports(options).entrySet()) {
            if (!Ports.isFree(port.getKey())) {
                String owner = PortOwner.of(port.getKey()).orElse(Texts.text("unknown-owner"));
                throw new StartException(Texts.text("port-taken", port.getKey(), port.getValue(), owner));
            }
        }
    }
}
