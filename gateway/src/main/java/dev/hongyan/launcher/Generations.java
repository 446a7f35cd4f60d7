package dev.hongyan.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The generation of each service's database, in a file of the home: raised by each restore, so that what
/// is written afterwards is newer than all that others have seen.
record Generations(Home home) {
    private static final Pattern LINE = Pattern.compile("([a-z-]+)=([0-9]{1,9})");

    long of(Service service) {
        return all().getOrDefault(service.moduleName(), 0L);
    }

    /// All 0 where nothing was ever restored. A file that says less than all is an error: a generation that
    /// is taken for 0 would have numbers given twice.
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            all.put(service.moduleName(), 0L);
        }
        if (Files.exists(file())) {
            Map<String, Long> written = read();
            if (!written.keySet().containsAll(all.keySet())) {
                throw new StartException(Texts.text("generations-broken", file()));
            }
            all.putAll(written);
        }
        return all;
    }

    private Map<String, Long> read() {
        return Secrets.read(file())
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(line -> line.group(1), line -> Long.valueOf(line.group(2)), Math::max));
    }

    /// Above what this home and the backup know of, and not below `atLeast`.
    void raise(Collection<Service> services, Map<String, Long> inBackup, long atLeast) {
        Map<String, Long> all = all();
        for (Service service : services) {
            String name = service.moduleName();
            long known = Math.max(all.getOrDefault(name, 0L), inBackup.getOrDefault(name, 0L));
            all.put(name, Math.max(known + 1, atLeast));
        }
        Secrets.write(
                file(),
                all.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n")));
    }

    private Path file() {
        return home.folder().resolve("generations");
    }
}
