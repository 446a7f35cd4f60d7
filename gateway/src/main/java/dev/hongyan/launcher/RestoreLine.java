package dev.hongyan.launcher;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands behind `backup` and `restore`: a folder, and options with one value each.
record RestoreLine(Path folder, Map<String, String> options) {
    private static final long MOST_GENERATIONS = 100_000;

    static RestoreLine parse(List<String> arguments, Set<String> known, String usage) {
        List<String> folders = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("--")) {
                folders.add(word);
            } else if (known.contains(word) && i + 1 < arguments.size()) {
                options.put(word, arguments.get(++i));
            } else {
                throw new StartException(Texts.text("bad-option", word));
            }
        }
        if (folders.size() != 1) {
            throw new StartException(Texts.text(usage));
        }
        return new RestoreLine(absolute(folders.getFirst()), options);
    }

    static int backup(List<String> arguments, Map<String, String> environment) {
        RestoreLine line = parse(arguments, Set.of("--home"), "backup-usage");
        new Backup(line.home(environment), line.folder()).run();
        return 0;
    }

    static int restore(List<String> arguments, Map<String, String> environment) {
        Set<String> known = Set.of("--home", "--only", "--archive", "--to", "--generation");
        RestoreLine line = parse(arguments, known, "restore-usage");
        String only = line.options().get("--only");
        String archive = line.options().get("--archive");
        new Restore(
                        line.home(environment),
                        line.folder(),
                        only == null ? null : Service.of(only),
                        archive == null ? null : absolute(archive),
                        line.moment(),
                        line.generation())
                .run();
        return 0;
    }

    private @Nullable Instant moment() {
        String to = options.get("--to");
        try {
            return to == null ? null : Instant.parse(to);
        } catch (DateTimeParseException e) {
            throw new StartException(Texts.text("restore-usage"), e);
        }
    }

    /// Far above any number of restores. Millions would not fit into the numbers that are made of it.
    private long generation() {
        String given = options.get("--generation");
        if (given == null) {
            return 0;
        }
        if (!given.matches("[0-9]{1,6}") || Long.parseLong(given) < 1 || Long.parseLong(given) > MOST_GENERATIONS) {
            throw new StartException(Texts.text("restore-generation", MOST_GENERATIONS));
        }
        return Long.parseLong(given);
    }

    private Path home(Map<String, String> environment) {
        String usual = environment.getOrDefault(
                "HONGYAN_HOME", Home.findRoot().resolve(".hongyan").toString());
        return absolute(options.getOrDefault("--home", usual));
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
