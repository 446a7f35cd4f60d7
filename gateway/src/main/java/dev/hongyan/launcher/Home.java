package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The state folder of a run: data, logs, secrets, and who runs.
record Home(Path folder) {

    /// A process that was started: its number and the port it listens on.
    record Running(long pid, int port) {}

    static Path findRoot() {
        String given = System.getProperty("hongyan.root", "");
        Path start = Path.of(given).toAbsolutePath().normalize();
        for (Path path = start; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("gateway/pom.xml")) && Files.exists(path.resolve("mvnw"))) {
                return path;
            }
        }
        throw new StartException("This is not inside the source tree of Hongyan: " + start);
    }

    Path log(String program) {
        return folder.resolve("logs").resolve(program + ".log");
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    Path kafka() {
        return folder.resolve("kafka");
    }

    /// The lock that one launcher holds as long as it runs; null when another one has it.
    @Nullable
    FileLock lock() {
        try {
            create();
            FileChannel file =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Messages and secrets lie in it: nobody else may look.
    private void create() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(Child.parent(folder));
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    void started(String program, long pid, int port) {
        write(pidFile(program), pid + " " + port + "\n");
    }

    void ended(String program) {
        try {
            Files.deleteIfExists(pidFile(program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was started and not ended in order, by name; it may be gone all the same.
    Map<String, Running> recorded() {
        Map<String, Running> recorded = new TreeMap<>();
        Path run = folder.resolve("run");
        if (!Files.isDirectory(run)) {
            return recorded;
        }
        try (Stream<Path> files = Files.list(run)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                String[] parts = Files.readString(file).strip().split(" ", -1);
                if (parts.length == 2) {
                    String name = String.valueOf(file.getFileName()).replace(".pid", "");
                    recorded.put(name, new Running(Long.parseLong(parts[0]), Integer.parseInt(parts[1])));
                }
            }
            return recorded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process behind a record, if it runs and is ours.
    Optional<ProcessHandle> process(Running running) {
        return Processes.find(running.pid(), folder.toString());
    }

    /// The secret of this name, made up when it is asked for first.
    synchronized String secret(String name) {
        Path file = folder.resolve("secrets.env");
        Map<String, String> secrets = new LinkedHashMap<>();
        if (Files.exists(file)) {
            Secrets.read(file).lines().forEach(line -> {
                int equals = line.indexOf('=');
                secrets.put(line.substring(0, equals), line.substring(equals + 1));
            });
        }
        String known = secrets.get(name);
        if (known != null) {
            return known;
        }
        String made = Secrets.random();
        secrets.put(name, made);
        StringBuilder content = new StringBuilder();
        secrets.forEach(
                (key, value) -> content.append(key).append('=').append(value).append('\n'));
        Secrets.write(file, content.toString().strip());
        return made;
    }

    /// The text that a run in the background leaves for whoever waits for it.
    Path readyText() {
        return folder.resolve("run").resolve("ready.txt");
    }

    static void write(Path file, String content) {
        try {
            Files.createDirectories(Child.parent(file));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pidFile(String program) {
        return folder.resolve("run").resolve(program + ".pid");
    }
}
