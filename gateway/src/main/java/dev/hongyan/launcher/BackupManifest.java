package dev.hongyan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What lies in the folder of a backup and where it came from. Written last: a folder that has it is whole.
///
/// @param begun when the backup began; nothing that was committed before is missing
/// @param moment when it ended: what it holds is the state of this moment
/// @param wal the first segment of the log that it needs: an archive may forget what is older than its oldest backup
/// @param generations of the services' databases, by module
/// @param migrations the last of each service, by module
/// @param folders below `data`, the empty ones too
record BackupManifest(
        int format,
        String begun,
        String moment,
        String postgres,
        String architecture,
        String wal,
        Map<String, Long> generations,
        Map<String, Integer> migrations,
        List<String> folders,
        List<Content> files) {
    static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// One file, its path within the backup.
    record Content(String path, long size, String sha256) {}

    BackupManifest {
        generations = Map.copyOf(generations);
        migrations = Map.copyOf(migrations);
        folders = List.copyOf(folders);
        files = List.copyOf(files);
    }

    static BackupManifest read(Path backup) {
        Path file = file(backup);
        if (!Files.isRegularFile(file)) {
            throw new StartException(Texts.text("restore-no-backup", backup));
        }
        try {
            BackupManifest manifest = MAPPER.readValue(Files.readAllBytes(file), BackupManifest.class);
            if (manifest.format() != FORMAT) {
                throw new StartException(Texts.text("restore-other-format", backup, manifest.format(), FORMAT));
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new StartException(Texts.text("restore-no-backup", backup), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path backup) throws IOException {
        Secrets.write(file(backup), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    }

    long bytes() {
        return files.stream().mapToLong(Content::size).sum();
    }

    static Path file(Path backup) {
        return backup.resolve("backup.json");
    }
}
