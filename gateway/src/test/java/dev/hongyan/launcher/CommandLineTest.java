package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @Test
    void tracesGoToTheCollectorThatIsNamedOrElseToTheUsualOne() {
        String named = "http://collector:4318";
        assertThat(collector(Map.of())).isEqualTo("http://localhost:4318");
        assertThat(collector(Map.of("HONGYAN_OTLP_ENDPOINT", named, "OTEL_EXPORTER_OTLP_ENDPOINT", "other")))
                .isEqualTo(named);
        assertThat(collector(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", named))).isEqualTo(named);
        assertThat(collector(Map.of("HONGYAN_OTLP_ENDPOINT", ""))).isEqualTo("http://localhost:4318");
        assertThat(CommandLine.parse(List.of(), Map.of()).collector()).isEmpty();
    }

    /// Training once ran without any service, as their packages lie in a folder without sources.
    @Test
    void everyServiceRunsFromAFolderOfPackagesAlone(@TempDir Path packages) {
        Options options = CommandLine.parse(List.of(), Map.of()).options().root(packages);
        assertThat(options.instances(2).instances().keySet()).containsExactlyInAnyOrder(Service.values());
    }

    private static String collector(Map<String, String> environment) {
        return CommandLine.parse(List.of("--trace"), environment).collector();
    }
}
