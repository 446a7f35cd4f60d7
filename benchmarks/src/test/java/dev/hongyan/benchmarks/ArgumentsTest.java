package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
    private static final Path ROOT = Path.of("/tree");

    @Test
    void withoutArgumentsThePhasesAreLong() {
        BenchOptions options = BenchOptions.direct(List.of(), ROOT);
        assertThat(options.common().phaseSeconds()).isEqualTo(60);
        assertThat(options.common().rates()).containsExactly(500, 1_000);
        assertThat(options.common().users()).isEqualTo(2_000);
    }

    @Test
    void aMisspeltOptionIsNotIgnored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.direct(List.of("--rate", "100"), ROOT))
                .withMessageContaining("--rate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.group(List.of("--members", "many"), ROOT))
                .withMessageContaining("many");
        assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.group(List.of("--via-gateway"), ROOT));
    }

    @Test
    void aGroupIsNoLargerThanThePeople() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.group(List.of("--users", "1000", "--members", "1000"), ROOT));
    }

    @Test
    void thereAreAsManyPeopleAsConnections() {
        BenchOptions.Connections options =
                BenchOptions.connections(List.of("--sizes", "500,100", "--friends", "4"), ROOT);
        assertThat(options.sizes()).containsExactly(100, 500);
        assertThat(options.common().users()).isEqualTo(500);
        assertThat(options.dropped()).isEqualTo(500);
        assertThat(options.common().friends()).isEqualTo(4);
    }

    @Test
    void aRestoreDeletesNothingThatItHasNotMade(@TempDir Path folder) throws IOException {
        Path inside = folder.resolve("kept");
        List<String> words = List.of("--home", folder.toString(), "--quick");
        BenchOptions.Restore options = BenchOptions.restore(words, ROOT, Map.of());
        assertThat(options.messages()).isEqualTo(50_000);
        assertThat(options.common().home().getParent()).isEqualTo(folder);
        Files.writeString(inside, "somebody's");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.restore(words, ROOT, Map.of()))
                .withMessageContaining(folder.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.restore(List.of("--home", inside.toString()), ROOT, Map.of()));
        assertThat(inside).hasContent("somebody's");
    }

    @Test
    void aRestoreIsNotRunOnAServerOfYours() {
        Map<String, String> own = Map.of("HONGYAN_POSTGRES_URL", "postgresql://me:secret@db.example/postgres");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.restore(List.of(), ROOT, own))
                .withMessageContaining("HONGYAN_POSTGRES_URL");
    }
}
