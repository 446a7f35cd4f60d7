package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see: the messenger in a real browser, as the suites of `web/e2e` use it. They are skipped, and say why,
/// where no browser is installed; with `HONGYAN_BROWSER=required` they fail there.
@OnCluster
class BrowserScenario {
    private static final Path SUITES = Path.of("..", "web", "browser.sh");
    private static final int SKIPPED = 77;

    private final Stack stack;

    @TempDir
    private Path folder;

    BrowserScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void whatIsDoneEveryDayWorksInABrowser() throws Exception {
        allPass("daily", Duration.ofMinutes(6));
    }

    @Test
    @Tag("prove")
    void everythingWorksInABrowser() throws Exception {
        allPass("all", Duration.ofMinutes(40));
    }

    private void allPass(String suites, Duration within) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Path results = folder.resolve("results.json");
        int code = run(suites, within, log, results);
        String printed = Files.readString(log);
        if (code == SKIPPED) {
            System.out.print(printed);
        }
        assumeTrue(code != SKIPPED, printed);
        assertThat(results).as(printed).exists();
        JsonNode result = Json.read(Files.readString(results));
        assertThat(failures(result)).as(printed).isEmpty();
        assertThat(code).as(printed).isZero();
        assertThat(result.path("numPassedTests").asInt())
                .as(printed)
                .isPositive()
                .isEqualTo(result.path("numTotalTests").asInt());
    }

    private int run(String suites, Duration within, Path log, Path results) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        SUITES.toString(),
                        suites,
                        "--reporter=default",
                        "--reporter=json",
                        "--outputFile=" + results)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HONGYAN_URL", stack.gateway().toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(within.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s", within)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static List<String> failures(JsonNode result) {
        List<String> failures = new ArrayList<>();
        for (JsonNode file : result.path("testResults")) {
            for (JsonNode test : file.path("assertionResults")) {
                if (!test.path("status").asText().equals("passed")) {
                    failures.add(test.path("fullName").asText() + ": " + test.path("failureMessages"));
                }
            }
        }
        return failures;
    }
}
