package dev.hongyan.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the JVM keeps of a service for its next start: classes read and linked, and what ran often
/// (an AOT cache, JEP 483, 514 and 515). It fits the packages beside it and the JVM that made it;
/// any other says so in its log and starts without.
///
/// The cache holds classes of the class path alone, and a packaged service has a loader of its own,
/// which finds them faster than a class path of two hundred jars does. So the class path is used
/// together with the cache and not otherwise.
///
/// @param application the folder of the packaged service
record StartCache(Path application) {
    /// Where classes are looked for, in the order of the service's own loader.
    private static final List<String> FIRST =
            List.of("quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar");

    private static final List<String> THEN = List.of("app", "lib/main", "lib/boot");

    static StartCache of(Service service, Path root) {
        return new StartCache(Child.parent(service.jar(root)));
    }

    Path file() {
        return application.resolve("app.aot");
    }

    /// The end of the command that starts the service: with the cache when there is one, and else as it was packaged.
    ///
    /// @param recording whether it is to keep what it sees
    String[] start(boolean recording) {
        if (recording) {
            return onClassPath("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded());
        }
        return Files.exists(file())
                ? onClassPath("-XX:AOTCache=" + file())
                : new String[] {"-jar", application.resolve("quarkus-run.jar").toString()};
    }

    /// The end of the command that makes the cache of what was kept, and runs nothing.
    String[] make() {
        return onClassPath("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded(), "-XX:AOTCache=" + unfinished());
    }

    boolean isRecorded() {
        return Files.exists(recorded());
    }

    /// Removes what there is, and makes ready for a recording.
    void begin() throws IOException {
        forget();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "io.quarkus.runner.GeneratedMain");
        attributes.put(Attributes.Name.CLASS_PATH, classPath());
        attributes.putValue("Add-Opens", "java.base/java.lang java.base/java.nio java.base/jdk.internal.misc");
        try (OutputStream file = Files.newOutputStream(jar());
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.finish();
        }
    }

    /// A JVM may start at any moment, so the cache appears whole.
    void made() throws IOException {
        Files.move(unfinished(), file(), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(recorded());
    }

    void forget() {
        for (Path path : List.of(file(), recorded(), unfinished(), jar())) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String[] onClassPath(String... flags) {
        List<String> command = new ArrayList<>(List.of(flags));
        // What the usual start sets by itself.
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
        command.addAll(List.of("-jar", jar().toString()));
        return command.toArray(String[]::new);
    }

    private String classPath() throws IOException {
        List<String> jars = new ArrayList<>(FIRST);
        for (String folder : THEN) {
            try (Stream<Path> files = Files.list(application.resolve(folder))) {
                files.map(file -> application.relativize(file).toString())
                        .filter(file -> file.endsWith(".jar"))
                        .sorted()
                        .forEach(jars::add);
            }
        }
        return jars.stream().collect(Collectors.joining(" "));
    }

    private Path jar() {
        return application.resolve("app-on-class-path.jar");
    }

    private Path recorded() {
        return application.resolve("app.aotconf");
    }

    private Path unfinished() {
        return application.resolve("app.aot.part");
    }
}
