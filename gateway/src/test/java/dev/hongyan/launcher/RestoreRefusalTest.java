package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What backups and restores refuse by what they read, without any server.
class RestoreRefusalTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private Home home = new Home(Path.of("/"));
    private Path backup = Path.of("/");

    @BeforeEach
    void makeABackup() throws IOException {
        home = new Home(folder.toRealPath().resolve("home"));
        backup = folder.toRealPath().resolve("backup");
        Files.createDirectories(backup.resolve("data/global"));
        Files.write(backup.resolve("data/global/pg_control"), system(7, 0));
        new BackupManifest(
                        BackupManifest.FORMAT,
                        "2026-11-22T04:00:00Z",
                        "2026-11-22T04:01:00Z",
                        PostgresBinaries.majorVersion() + ".0",
                        System.getProperty("os.arch"),
                        "000000010000000000000001",
                        Map.of(),
                        Map.of("user-service", 1),
                        List.of(),
                        List.of())
                .write(backup);
    }

    @Test
    void aBackupOfAnotherFormatNamesIt() throws IOException {
        change("files", "in another way");
        change("format", 2);
        assertNotRestored("has format 2, this version reads 1");
    }

    @Test
    void whatALaterVersionSaysBesidesIsPassedOver() throws IOException {
        change("compressed", true);
        assertThat(BackupManifest.read(backup).migrations()).containsEntry("user-service", 1);
    }

    @Test
    void aBackupThatDoesNotSayEverythingIsNone() throws IOException {
        change("postgres", null);
        assertNotRestored("is not a backup");
        Files.writeString(BackupManifest.file(backup), "{\"format\": 1}");
        assertNotRestored("is not a backup");
        Files.writeString(BackupManifest.file(backup), "{");
        assertNotRestored("is not a backup");
    }

    @Test
    void aBackupThatFitsNothingHereSaysWhy() throws IOException {
        change("migrations", MAPPER.createObjectNode().put("user-service", 999));
        assertNotRestored("user-service has migration 999 there");
        change("architecture", "abacus");
        assertNotRestored("made on abacus");
        change("postgres", "9.6.24");
        assertNotRestored("PostgreSQL 9.6.24");
    }

    @Test
    void whatAManifestNamesLiesInTheBackup() throws IOException {
        for (String path : List.of("data/../../outside", "../outside", "data/missing")) {
            change("files", MAPPER.valueToTree(List.of(Map.of("path", path, "size", 1, "sha256", "00"))));
            assertNotRestored("The backup is damaged");
        }
        change("folders", MAPPER.valueToTree(List.of("../../outside")));
        assertNotRestored("The backup is damaged");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).containsOnly("backup", "home");
        }
        for (String name : List.of("restoring", "outside", "postgres")) {
            assertThat(home.folder().resolve(name)).doesNotExist();
        }
    }

    @Test
    void oneServiceOfAnotherSystemIsRefused() throws IOException {
        Files.createDirectories(home.postgres().resolve("global"));
        Files.write(home.postgres().resolve("global/pg_control"), system(8, 0));
        assertRefused(() -> Restore.of(home.folder(), backup, Service.MESSAGE).run(), "two different systems");
    }

    @Test
    void theArchiveOfAnotherSystemIsRefused() throws IOException {
        Path archive = Files.createDirectory(folder.toRealPath().resolve("archive"));
        Files.write(archive.resolve("000000010000000000000002"), system(8, 24));
        assertRefused(() -> new Restore(home.folder(), backup, null, archive, null, 0).run(), "two different systems");
        CheckedCopy.folder(home.folder());
        new Archive(home).choose(archive.toString());
        assertRefused(() -> new Archive(home).prepare(), "is of another system");
    }

    @Test
    void aFolderThatCannotBeAnArchiveIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(() -> new Archive(home).choose(folder.resolve("it's").toString()), "may have no quotes");
        assertRefused(() -> new Archive(home).choose(file.resolve("archive").toString()), "could not be made");
    }

    @Test
    void aSystemThatIsStartingOrStoppingIsNotBackedUp() throws IOException {
        Files.createDirectories(home.postgres());
        try (FileLock lock = home.lock()) {
            assertThat(lock).isNotNull();
            assertRefused(() -> new Backup(home.folder(), folder.resolve("another")).run(), "starting or stopping");
            assertNotRestored("Stop it first");
        }
    }

    @Test
    void aLineThatIsNotUnderstoodIsRefused() {
        assertRefused(() -> RestoreLine.backup(List.of(), Map.of()), "Usage: ./hongyan backup");
        assertRefused(() -> RestoreLine.restore(List.of("one", "another"), Map.of()), "Usage: ./hongyan restore");
        assertRefused(() -> RestoreLine.restore(List.of("one", "--to", "noon"), Map.of()), "Usage: ./hongyan restore");
        assertRefused(() -> RestoreLine.restore(List.of("one", "--only"), Map.of()), "--only");
        for (String generation : List.of("0", "-1", "100001", "many")) {
            List<String> line = List.of(backup.toString(), "--generation", generation);
            assertRefused(() -> RestoreLine.restore(line, Map.of()), "from 1 to 100000");
        }
    }

    @Test
    void generationsThatCannotBeReadAreNotTakenForNone() throws IOException {
        CheckedCopy.folder(home.folder());
        for (String content : List.of("", "message-service=3\n", "message-service\n")) {
            Files.writeString(home.folder().resolve("generations"), content);
            assertRefused(() -> new Generations(home).all(), "generation of each service");
        }
    }

    private void change(String member, @Nullable Object value) throws IOException {
        Path file = BackupManifest.file(backup);
        ObjectNode manifest = (ObjectNode) MAPPER.readTree(file.toFile());
        manifest.set(member, MAPPER.valueToTree(value));
        MAPPER.writeValue(file.toFile(), manifest);
    }

    private void assertNotRestored(String why) {
        assertRefused(() -> Restore.of(home.folder(), backup, null).run(), why);
    }

    private static void assertRefused(ThrowingCallable deed, String why) {
        assertThatThrownBy(deed).isInstanceOf(StartException.class).hasMessageContaining(why);
    }

    /// The beginning of a file of a system with this number.
    private static byte[] system(long number, int at) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.nativeOrder())
                .putLong(at, number)
                .array();
    }
}
