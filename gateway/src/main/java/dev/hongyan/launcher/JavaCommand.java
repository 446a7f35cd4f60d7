package dev.hongyan.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Command lines of the JVMs that the launcher starts.
final class JavaCommand {
    static final String SMALL_COMPILER = "-XX:TieredStopAtLevel=1";
    /// For who makes little garbage: all of a nursery becomes resident in time, however little of it is alive.
    static final String SMALL_NURSERY = "-Xmn16m";

    private JavaCommand() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// Small in memory. What the compilers have given back is given on to the system twice a minute; with that and
    /// fewer arenas ([Child]) the JVMs together take about a tenth less.
    static List<String> small(String heap) {
        return List.of(
                "-Xmx" + heap,
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TrimNativeHeapInterval=30000");
    }

    static List<String> with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Arrays.stream(more)).toList();
    }

    /// `java` with the options, those of `HONGYAN_<NAME>_JAVA_OPTS` after them, and the rest of the line. The home
    /// among
    /// them tells this run's processes from those of another one.
    static List<String> of(String name, Home home, List<String> options, String... rest) {
        List<String> command = new ArrayList<>(List.of(java(), "-Dhongyan.home=" + home.folder()));
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(added(name, System.getenv()));
        command.addAll(List.of(rest));
        return command;
    }

    /// What the environment adds for one program: `HONGYAN_PUSH_JAVA_OPTS` for `push-service#1`.
    static List<String> added(String name, Map<String, String> environment) {
        String key = name.replaceAll("(-service)?(#\\d+)?$", "").toUpperCase(Locale.ROOT);
        String options = environment.getOrDefault("HONGYAN_" + key + "_JAVA_OPTS", "");
        return Arrays.stream(options.strip().split("\\s+", -1))
                .filter(option -> !option.isEmpty())
                .toList();
    }
}
