package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The generation of each service's database, in a file of the home: raised by each restore, so that what
/// is written afterwards is newer than all that others have seen.
record Generations(Home home) {

    long of(Service service) {
        return all().getOrDefault(service.moduleName(), 0L);
    }

    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            all.put(service.moduleName(), 0L);
        }
        if (Files.exists(file())) {
            try {
                for (String line : Files.readAllLines(file())) {
                    String[] parts = line.split("=", 2);
                    all.put(parts[0], Long.parseLong(parts[1]));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /// Above what this home and the backup know of, and not below `atLeast`.
    void raise(Collection<Service> services, Map<String, Long> inBackup, long atLeast) {
        Map<String, Long> all = all();
        for (Service service : services) {
            String name = service.moduleName();
            long known = Math.max(all.getOrDefault(name, 0L), inBackup.getOrDefault(name, 0L));
            all.put(name, Math.max(known + 1, atLeast));
        }
        StringBuilder content = new StringBuilder();
        all.forEach(
                (name, value) -> content.append(name).append('=').append(value).append('\n'));
        Home.write(file(), content.toString());
    }

    private Path file() {
        return home.folder().resolve("generations");
    }
}
