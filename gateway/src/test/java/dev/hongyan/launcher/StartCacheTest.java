package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
    @TempDir
    Path application;

    private StartCache cache;

    @BeforeEach
    void packaged() throws IOException {
        cache = new StartCache(application);
        for (String jar : new String[] {
            "app/service.jar", "lib/main/b.jar", "lib/main/a.jar", "lib/boot/runner.jar", "lib/main/notes.txt"
        }) {
            Path file = application.resolve(jar);
            Files.createDirectories(Child.parent(file));
            Files.createFile(file);
        }
    }

    @Test
    void aServiceStartsAsItWasPackagedWhileThereIsNone() throws IOException {
        String[] packaged = {"-jar", application + "/quarkus-run.jar"};
        assertThat(cache.start(false)).containsExactly(packaged);
        cache.begin();
        assertThat(cache.start(false)).as("in the middle of a training").containsExactly(packaged);
    }

    @Test
    void recordsAndStartsOnTheSameClassPath() throws IOException {
        cache.begin();
        String[] recording = cache.start(true);
        assertThat(recording).startsWith("-XX:AOTMode=record");
        Files.createFile(application.resolve("app.aotconf"));
        Files.createFile(application.resolve("app.aot.part"));
        cache.made();

        String[] start = cache.start(false);
        assertThat(start).startsWith("-XX:AOTCache=" + application + "/app.aot");
        String jar = start[start.length - 1];
        assertThat(recording).endsWith("-jar", jar);
        assertThat(cache.make()).endsWith("-jar", jar);
        try (JarFile file = new JarFile(jar)) {
            assertThat(file.getManifest().getMainAttributes().get(Attributes.Name.CLASS_PATH))
                    .as("in the order of the service's own loader")
                    .isEqualTo("quarkus/transformed-bytecode.jar quarkus/generated-bytecode.jar app/service.jar"
                            + " lib/main/a.jar lib/main/b.jar lib/boot/runner.jar");
        }
        assertThat(cache.isRecorded()).isFalse();
    }

    @Test
    void nothingIsLeftOfWhatIsForgotten() throws IOException {
        cache.begin();
        Files.createFile(cache.file());
        cache.forget();
        assertThat(application).isDirectoryNotContaining(file -> Files.isRegularFile(file));
        assertThat(cache.start(false)).startsWith("-jar");
    }
}
