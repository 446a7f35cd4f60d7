package dev.hongyan.launcher;

import java.nio.file.Path;
import java.util.List;

/// How the programs of this tree are started: the services and the gateway, each a JVM of its own.
record OwnPrograms(Options options, Home home, ServiceEnvironment environment) {

    Program.Kind service(Service service, String name) {
        Path jar = service.jar(options.root());
        if (!jar.toFile().exists()) {
            throw new StartException(Texts.text("not-built", name, jar));
        }
        int port = options.ports().of(name);
        StartCache cache = StartCache.of(service, options.root());
        return new Program.Kind(
                name,
                port,
                "TERM",
                () -> Child.start(
                        name,
                        JavaCommand.of(name, home, service.javaOptions(), cache.start(options.recording())),
                        environment.of(service, name),
                        home.log(name)),
                () -> Probe.ready(port, "/q/health/ready"));
    }

    Program.Kind gateway() {
        int management = options.ports().of("management");
        Path target = options.root().resolve("gateway/target");
        List<String> flags = JavaCommand.with(JavaCommand.small("96m"), JavaCommand.SMALL_COMPILER);
        String classes = target.resolve("gateway-0.1.0-SNAPSHOT.jar") + ":" + target.resolve("lib/*");
        return new Program.Kind(
                "gateway",
                options.ports().of("gateway"),
                "TERM",
                () -> Child.start(
                        "gateway",
                        JavaCommand.of("gateway", home, flags, "-cp", classes, "dev.hongyan.gateway.Gateway"),
                        environment.ofGateway(),
                        home.log("gateway")),
                () -> Probe.ready(management, "/health/live"));
    }
}
