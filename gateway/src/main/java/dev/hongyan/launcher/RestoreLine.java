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

    private long generation() {
        try {
            return Long.parseLong(options.getOrDefault("--generation", "0"));
        } catch (NumberFormatException e) {
            throw new StartException(Texts.text("restore-usage"), e);
        }
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
