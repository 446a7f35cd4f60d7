package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Starts the stack, lets one of the runs measure it, and reports.
public final class Bench {
    /// What is measured.
    interface Run {
        BenchOptions.Common common();

        /// How the stack is set up, once for each time that it is started and measured.
        default List<UnaryOperator<Options>> stages() {
            return List.of(UnaryOperator.identity());
        }

        void run(Stack stack, Report report);

        /// When all have been run and the report is written.
        default void end() {}
    }

    private Bench() {}

    /// @param arguments see {@link BenchOptions#USAGE}
    public static void main(String[] arguments) throws IOException {
        Options options = Options.temporary();
        Run run;
        try {
            run = choose(List.of(arguments), options.root());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + BenchOptions.USAGE);
            System.exit(2);
            return;
        }
        Path home = run.common().home();
        Files.createDirectories(home);
        Report report = new Report();
        Options unlimited = StackSettings.unlimited(options.home(home.toRealPath()));
        for (UnaryOperator<Options> stage : run.stages()) {
            Options staged = stage.apply(unlimited);
            long start = System.nanoTime();
            try (Cluster cluster = Cluster.start(staged)) {
                String ready = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
                report.fact("from up to ready", ready);
                System.out.println("Ready after " + ready);
                Stack stack = Stack.of(cluster);
                stack.database().durability().forEach(report::fact);
                run.run(stack, report);
            }
        }
        System.out.println(report.write(
                options.root().resolve("benchmarks/results"), run.common().name()));
        run.end();
    }

    private static Run choose(List<String> words, Path root) {
        String kind = words.isEmpty() || words.getFirst().startsWith("--") ? "" : words.getFirst();
        List<String> rest = kind.isEmpty() ? words : words.subList(1, words.size());
        return switch (kind) {
            case "" -> new DirectRun(BenchOptions.direct(rest, root));
            case "group" -> new GroupRun(BenchOptions.group(rest, root));
            case "packets" -> new PacketsRun(BenchOptions.packets(rest, root));
            case "starts" -> new StartsRun(BenchOptions.starts(rest, root), root);
            case "restore" -> new RestoreRun(BenchOptions.restore(rest, root, System.getenv()));
            case "connections" -> new ConnectionsRun(BenchOptions.connections(rest, root));
            default -> throw new IllegalArgumentException("Not understood: " + kind);
        };
    }
}
