package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
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
        try {
            requireOneSystem(restore);
        } catch (IOException e) {
            throw new StartException(Texts.text("restore-failed", e.toString()), e);
        }
    }

    /// The others know later versions of people and groups and would not believe the earlier ones: who was
    /// let in or thrown out since then would be one thing here and another there, for ever.
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

    /// The rows of another system's people would come under this one's keys, and another one's log tells of other
    /// files.
    private static void requireOneSystem(Restore restore) throws IOException {
        OptionalLong backedUp = SystemIdentity.ofData(restore.backup().resolve("data"));
        if (backedUp.isEmpty()) {
            throw new StartException(Texts.text("restore-damaged", restore.backup()));
        }
        OptionalLong present = SystemIdentity.ofData(new Home(restore.home()).postgres());
        if (restore.only() != null && present.isPresent() && !present.equals(backedUp)) {
            throw new StartException(Texts.text("restore-other-system", restore.home()));
        }
        Path archive = restore.archive();
        if (archive != null) {
            OptionalLong archived = SystemIdentity.ofArchive(archive);
            if (archived.isPresent() && !archived.equals(backedUp)) {
                throw new StartException(Texts.text("restore-other-system", archive));
            }
        }
    }

    private static int newestMigration(Path module) {
        Path migrations = module.resolve("src/main/resources/db/migration");
        if (!Files.isDirectory(migrations)) {
            return 0; // a service that is not known here
        }
        try (Stream<Path> files = Files.list(migrations)) {
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
