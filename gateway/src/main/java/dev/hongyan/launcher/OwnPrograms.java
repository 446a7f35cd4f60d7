package dev.hongyan.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How the programs of this tree are started: the services and the gateway, each a JVM of its own.
///
/// @param elsewhere the folder whose packages an instance runs from its next start, where it is not that of all
record OwnPrograms(Options options, Home home, ServiceEnvironment environment, Map<String, Path> elsewhere) {
    OwnPrograms(Options options, Home home, ServiceEnvironment environment) {
        this(options, home, environment, new ConcurrentHashMap<>());
    }

    Program.Kind service(Service service, String name) {
        Path jar = service.jar(options.root());
        if (!jar.toFile().exists()) {
            throw new StartException(Texts.text("not-built", name, jar));
        }
        int port = options.ports().of(name);
        return new Program.Kind(
                name,
                port,
                "TERM",
                () -> Child.start(
                        name,
                        JavaCommand.of(
                                name,
                                home,
                                service.javaOptions(),
                                cache(service, name).start(options.recording())),
                        environment.of(service, name),
                        home.log(name)),
                () -> Probe.ready(port, "/q/health/ready"));
    }

    private StartCache cache(Service service, String name) {
        return StartCache.of(service, elsewhere.getOrDefault(name, options.root()));
    }

    Program.Kind gateway() {
        int management = options.ports().of("management");
        List<String> flags = JavaCommand.with(JavaCommand.small("96m"), JavaCommand.SMALL_COMPILER);
        return new Program.Kind(
                "gateway",
                options.ports().of("gateway"),
                "TERM",
                () -> Child.start(
                        "gateway",
                        JavaCommand.of("gateway", home, flags, "-cp", gatewayClasses(), "dev.hongyan.gateway.Gateway"),
                        environment.ofGateway(),
                        home.log("gateway")),
                () -> Probe.ready(management, "/health/live"));
    }

    private String gatewayClasses() {
        Path target = elsewhere.getOrDefault("gateway", options.root()).resolve("gateway/target");
        return target.resolve("gateway-0.1.0-SNAPSHOT.jar") + ":" + target.resolve("lib/*");
    }
}
