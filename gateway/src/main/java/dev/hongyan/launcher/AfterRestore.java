package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/// The first start after a restore: who owns people and groups tells again what has happened since the
/// moment that was put back, and a day before it. Until message-service has read it, it lets people in who
/// have been thrown out since. So the gateway starts when it has.
record AfterRestore(Home home, Backlog backlog) {
    private static final Duration BEFORE = Duration.ofDays(1);

    static void leave(Home home, Instant moment) {
        Path file = file(home);
        // An earlier restore that has not been followed by a start may reach further back.
        if (Files.exists(file) && moment(file).isBefore(moment.minus(BEFORE))) {
            return;
        }
        Secrets.write(file, moment.minus(BEFORE).toString());
    }

    /// Whether there is something to tell.
    boolean due() {
        return Files.exists(file(home));
    }

    void run() {
        Path file = file(home);
        try {
            String from = moment(file).toString();
            for (Service service : List.of(Service.USER, Service.GROUP)) {
                new Republish(
                                home,
                                List.of(
                                        service.moduleName(),
                                        from,
                                        Instant.now().toString()))
                        .run();
            }
            backlog.awaitRead();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant moment(Path file) {
        try {
            return Instant.parse(Secrets.read(file));
        } catch (DateTimeParseException e) {
            throw new StartException(Texts.text("restored-broken", file), e);
        }
    }

    private static Path file(Home home) {
        return home.folder().resolve("restored");
    }
}
