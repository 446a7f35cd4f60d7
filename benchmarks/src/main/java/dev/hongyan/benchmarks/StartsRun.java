package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Options;
import dev.hongyan.launcher.Service;
import dev.hongyan.launcher.Training;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// How long each service takes from the start of its process until it says that it is ready, the
/// others running: as it is after a build, and then with what `./hongyan train` keeps.
final class StartsRun implements Bench.Run {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /// @param millis each start, sorted
    /// @param pss    in KiB, five seconds after the last of them was ready
    private record Starts(List<Long> millis, long pss) {
        long middle() {
            return millis.get(millis.size() / 2);
        }
    }

    private final BenchOptions.Starts options;
    private final Path root;
    private final Map<Service, Starts> plain = new EnumMap<>(Service.class);

    StartsRun(BenchOptions.Starts options, Path root) {
        this.options = options;
        this.root = root;
    }

    @Override
    public BenchOptions.Common common() {
        return options.common();
    }

    @Override
    public List<UnaryOperator<Options>> stages() {
        return List.of(
                plainly -> {
                    Training.forget(root);
                    return plainly;
                },
                trained -> {
                    Training.of(trained, trained.home().resolve("training"));
                    return trained;
                });
    }

    @Override
    public void run(Stack stack, Report report) {
        Map<Service, Starts> measured = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            measured.put(service, starts(stack.cluster(), service));
        }
        if (plain.isEmpty()) {
            plain.putAll(measured);
        } else {
            Training.forget(root);
            report(measured, report);
        }
        Map<String, Long> pss = new Processes(stack.cluster().pids()).pssKibibytes();
        report.fact(
                "all processes together",
                pss.values().stream().mapToLong(Long::longValue).sum() / 1024 + " MiB (PSS)");
    }

    private void report(Map<Service, Starts> trained, Report report) {
        Table table = new Table(
                "From the start of the process to ready, in ms, the middle of " + options.rounds()
                        + "; memory (PSS) in MiB five seconds later",
                "service",
                "plain",
                "with what was kept",
                "slowest of these",
                "memory plain",
                "memory with it");
        plain.forEach((service, before) -> {
            Starts after = trained.getOrDefault(service, before);
            table.row(
                    service.moduleName(),
                    before.middle(),
                    after.middle(),
                    after.millis().getLast(),
                    before.pss() / 1024,
                    after.pss() / 1024);
        });
        report.add(table);
        report.json("plain", plain.toString());
        report.json("trained", trained.toString());
    }

    private Starts starts(Cluster cluster, Service service) {
        String name = service.moduleName();
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            cluster.stop(name);
            URI health = cluster.address(name).resolve("/q/health/ready");
            long begun = System.nanoTime();
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> cluster.start(name));
            while (!isReady(health)) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            millis.add((System.nanoTime() - begun) / 1_000_000);
            start.join();
        }
        Collections.sort(millis);
        LockSupport.parkNanos(SETTLED.toNanos());
        long pss = new Processes(cluster.pids()).pssKibibytes().getOrDefault(name, 0L);
        System.out.println(name + ": " + millis + " ms, " + pss / 1024 + " MiB");
        return new Starts(List.copyOf(millis), pss);
    }

    private static boolean isReady(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
