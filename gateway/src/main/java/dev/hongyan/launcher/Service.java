package dev.hongyan.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The services, in the order in which they are started.
public enum Service {
    /// A password hash takes 19 MiB of heap, and two are made at once.
    USER(8081, "160m"),
    MESSAGE(8082, "192m"),
    GROUP(8083, "128m"),
    /// The same holds for a pay password.
    REDPACKET(8084, "160m"),
    PUSH(8085, "192m");

    /// A crowd's requests wait for their batch and outlive a small nursery: a tenth of the time went to moving them.
    private static final String CROWD_NURSERY = "-Xmn48m";

    private final int defaultPort;
    private final String heap;

    Service(int defaultPort, String heap) {
        this.defaultPort = defaultPort;
        this.heap = heap;
    }

    /// The name of its module, of its process and of it as a client of the others.
    public String moduleName() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }

    static Service of(String moduleName) {
        return Arrays.stream(values())
                .filter(service -> service.moduleName().equals(moduleName))
                .findFirst()
                .orElseThrow(() -> new StartException("There is no service " + moduleName + "."));
    }

    int defaultPort() {
        return defaultPort;
    }

    String database() {
        return "hongyan_" + name().toLowerCase(Locale.ROOT);
    }

    Path jar(Path root) {
        return root.resolve(moduleName()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /// A small heap; where little is done also the small compiler, which starts faster and takes 40 MB less. Its code
    /// takes five times as long for a password hash.
    List<String> javaOptions() {
        List<String> small = JavaCommand.small(heap);
        return switch (this) {
            case MESSAGE, PUSH -> small;
            case USER -> JavaCommand.with(small, JavaCommand.SMALL_NURSERY);
            case REDPACKET -> JavaCommand.with(small, CROWD_NURSERY);
            case GROUP -> JavaCommand.with(small, JavaCommand.SMALL_NURSERY, JavaCommand.SMALL_COMPILER);
        };
    }
}
