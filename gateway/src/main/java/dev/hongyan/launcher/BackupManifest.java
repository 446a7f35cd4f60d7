package dev.hongyan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
    /// What a later version says besides in the same format may be passed over; what is said here may not be missing.
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

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
            JsonNode written = MAPPER.readTree(Files.readAllBytes(file));
            JsonNode format = written.path("format");
            if (format.isInt() && format.asInt() != FORMAT) {
                throw new StartException(Texts.text("restore-other-format", backup, format.asInt(), FORMAT));
            }
            return MAPPER.treeToValue(written, BackupManifest.class);
        } catch (JsonProcessingException e) {
            throw new StartException(Texts.text("restore-no-backup", backup), e);
        } catch (IOException e) {
            throw new StartException(Texts.text("restore-failed", e.toString()), e);
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
