package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the [StartCache] of each service: starts the whole product on free ports, lets people talk
/// for a while, and has the JVM keep what it has seen. Takes a minute or more, once for each build.
///
/// @param options which packages, in which folder of its own, told to whom
public record Training(Options options) {

    /// Makes them for these packages in a folder that is deleted afterwards, unless it fails: the logs are in it.
    public static void of(Options options, Path home) {
        new Training(options.home(home)).run();
    }

    /// Deletes what was made for these packages.
    public static void forget(Path root) {
        for (Service service : Service.values()) {
            StartCache.of(service, root).forget();
        }
    }

    void run() {
        Home home = new Home(options.home());
        try (@Nullable FileLock lock = home.lock()) {
            if (lock == null) {
                throw new StartException(Texts.text("train-running"));
            }
            Down.endWhatWasLeft(home);
            Folders.delete(home.postgres());
            Folders.delete(home.kafka());
            record();
            for (Service service : Service.values()) {
                make(service, home);
            }
            Folders.delete(options.home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record() throws IOException {
        for (Service service : Service.values()) {
            StartCache.of(service, options.root()).begin();
        }
        Options recording = options.recorded()
                .demo(true)
                .set("push-service", "HONGYAN_PUSH_SEND_BURST", "100000")
                .set("push-service", "HONGYAN_PUSH_SEND_RATE", "100000");
        options.lines().accept(Texts.text("train-talking"));
        try (Cluster cluster = Cluster.start(recording)) {
            new Talk(cluster.gateway()).run();
        }
    }

    private void make(Service service, Home home) throws IOException {
        StartCache cache = StartCache.of(service, options.root());
        String name = service.moduleName();
        if (!cache.isRecorded()) {
            throw new StartException(Texts.text("train-nothing", name, home.log(name)));
        }
        Child.run(name, JavaCommand.of(name, home, service.javaOptions(), cache.make()), Map.of(), home.log(name));
        cache.made();
        options.lines()
                .accept(Texts.text("train-made", name, cache.file().toFile().length() >> 20));
    }
}
