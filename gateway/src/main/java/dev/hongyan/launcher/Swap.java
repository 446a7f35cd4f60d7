package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Puts what was restored in the place of what was there, which is kept beside it: nothing is deleted.
///
/// Until the data is in its place, the last of all moves, a file says so. Under it nothing is started, which
/// would begin an empty system or make new keys; and the restore can be run again.
///
/// @param restored the folder with the data and the secrets that are put back
record Swap(Home home, Path restored) {
    private static final List<String> SECRETS = List.of("postgres.secret", "secrets.env");
    /// Kafka's, too: it may tell of what has not happened now.
    private static final List<String> REPLACED = List.of("postgres", "postgres.secret", "secrets.env", "kafka");

    /// Refuses in the midst of a swap.
    static void requireFinished(Home home) {
        if (Files.exists(marker(home))) {
            throw new StartException(Texts.text("restore-unfinished", home.folder(), marker(home)));
        }
    }

    void run() throws IOException {
        List<Path> replaced = REPLACED.stream()
                .map(home.folder()::resolve)
                .filter(Files::exists)
                .toList();
        Secrets.write(marker(home), Instant.now().toString());
        if (!replaced.isEmpty()) {
            putAside(replaced);
        }
        for (String secret : SECRETS) {
            Files.move(restored.resolve(secret), home.folder().resolve(secret));
        }
        Folders.force(home.folder());
        Files.move(restored.resolve("postgres"), home.postgres());
        Folders.force(home.folder());
        Files.delete(marker(home));
        Folders.force(home.folder());
    }

    private void putAside(List<Path> replaced) throws IOException {
        String time = Instant.now().toString().substring(0, 19).replace(":", "");
        Path aside = home.folder().resolve("before-restore-" + time);
        CheckedCopy.folder(aside);
        for (Path path : replaced) {
            Files.move(path, aside.resolve(String.valueOf(path.getFileName())));
        }
        Folders.force(aside);
        System.out.println(Texts.text("restore-aside", aside));
    }

    private static Path marker(Home home) {
        return home.folder().resolve("restore-unfinished");
    }
}
