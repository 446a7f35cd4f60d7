package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What can be said against a restore before anything is copied.
final class RestoreChecks {
    private RestoreChecks() {}

    static void require(BackupManifest manifest, Restore restore) {
        String here = PostgresBinaries.majorVersion();
        if (!manifest.postgres().startsWith(here + ".")) {
            throw new StartException(Texts.text("restore-other-postgres", manifest.postgres(), here));
        }
        String architecture = System.getProperty("os.arch");
        if (!manifest.architecture().equals(architecture)) {
            throw new StartException(Texts.text("restore-other-machine", manifest.architecture(), architecture));
        }
        requireKnown(manifest.migrations());
        requireMoment(manifest, restore);
    }

    /// The others know later versions of people and groups and would not believe the earlier ones: who was let in or
    /// thrown
    /// out since then would be one thing here and another there, for ever.
    static void requireWhole(@Nullable Service only) {
        if (only == Service.USER || only == Service.GROUP) {
            throw new StartException(Texts.text("restore-only-whole", only.moduleName()));
        }
    }

    /// @param migrations the last of each service
    static void requireKnown(Map<String, Integer> migrations) {
        migrations.forEach((service, last) -> {
            int known = newestMigration(Home.findRoot().resolve(service));
            if (known < last) {
                throw new StartException(Texts.text("restore-newer", service, last, known));
            }
        });
    }

    private static void requireMoment(BackupManifest manifest, Restore restore) {
        Instant to = restore.to();
        Path archive = restore.archive();
        if (archive != null && !Files.isDirectory(archive)) {
            throw new StartException(Texts.text("restore-no-archive", archive));
        }
        if (to != null && archive == null) {
            throw new StartException(Texts.text("restore-to-needs-archive"));
        }
        if (to != null && to.isBefore(Instant.parse(manifest.moment()))) {
            throw new StartException(Texts.text("restore-too-early", manifest.moment()));
        }
    }

    private static int newestMigration(Path module) {
        try (Stream<Path> files = Files.list(module.resolve("src/main/resources/db/migration"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("V\\d+__.*"))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
