package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What Helm, promtool and kubernetes-validate say themselves, where they are installed: the other tests ask a library.
class CommandLinesTest {
    private static final Path RULES = Chart.ROOT.resolve("files/alerts.yaml");

    @Test
    void promtoolReadsTheRules() throws Exception {
        assertThat(run(promtool(), "check", "rules", RULES.toString())).contains("SUCCESS");
    }

    @Test
    void alertsFireWhenTheyShould() throws Exception {
        String tests = Chart.ROOT.resolve("src/test/promtool/alerts-test.yaml").toString();
        assertThat(run(promtool(), "test", "rules", tests)).contains("SUCCESS");
    }

    @Test
    void helmRendersWhatTheLibraryRenders() throws Exception {
        String helm = helm();
        for (Path values : Chart.valuesFiles()) {
            run(helm, "lint", "--strict", Chart.ROOT.toString(), "-f", values.toString());
            assertThat(withPlainHooks(Chart.documents(render(helm, values))))
                    .as(values.toString())
                    .containsExactlyInAnyOrderElementsOf(withPlainHooks(Chart.rendered(values)));
        }
    }

    @Test
    void kubernetesKnowsEveryWord() throws Exception {
        String validate = installed("kubernetes-validate", "kubernetes-validate==1.37.0 of PyPI");
        String helm = helm();
        for (Path values : Chart.valuesFiles()) {
            Path file = Chart.ROOT.resolve("target/by-helm-" + values.getFileName());
            Chart.write(file, render(helm, values));
            // Kinds of others have no schema there, which would be a warning.
            run(validate, "--strict", "--quiet", "--no-warn", "-k", "1.34.0", file.toString());
        }
    }

    @Test
    void helmMakesAPackageOfTheChartAlone() throws Exception {
        String helm = helm();
        Path folder = Files.createDirectories(Chart.ROOT.resolve("target/package"));
        run(helm, "package", Chart.ROOT.toString(), "--destination", folder.toString());
        List<String> inside = run(
                        "tar", "-tzf", folder.resolve("hongyan-0.1.0.tgz").toString())
                .lines()
                .toList();
        assertThat(inside)
                .contains("hongyan/values.schema.json", "hongyan/files/alerts.yaml", "hongyan/templates/NOTES.txt")
                .noneMatch(it -> it.matches("hongyan/(src|target|ci|examples|images)/.*|.*/pom\\.xml"));
    }

    /// The library is given hooks as ordinary objects, see [Chart].
    private static List<String> withPlainHooks(List<JsonNode> documents) {
        return documents.stream()
                .map(it -> it.toString().replace("helm.sh/hook", "example.com/hook"))
                .toList();
    }

    private static String render(String helm, Path values) throws Exception {
        return run(
                helm,
                "template",
                "chat",
                Chart.ROOT.toString(),
                "-n",
                "talk",
                "-f",
                values.toString(),
                "--kube-version",
                "1.34.0");
    }

    private static String helm() {
        return installed("helm", "Helm 3.14 or later");
    }

    private static String promtool() {
        return installed("promtool", "prometheus of Debian");
    }

    /// The program of that name on the path, or the reason why the test is left out.
    private static String installed(String program, String where) {
        String path = System.getenv().getOrDefault("PATH", "");
        List<Path> found = Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), program + " is not installed (" + where + ")");
        return found.getFirst().toString();
    }

    /// What the command prints; it must end well.
    private static String run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        Path complaints = Files.createTempFile("complaints", ".txt");
        Process process =
                new ProcessBuilder(words).redirectError(complaints.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s\n%s%s", words, said, Chart.text(complaints))
                .isZero();
        Files.delete(complaints);
        return said;
    }
}
