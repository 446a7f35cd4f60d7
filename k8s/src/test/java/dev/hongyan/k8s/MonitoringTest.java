package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rules and dashboards ask for what is there.
class MonitoringTest {
    private static final Pattern METRIC =
            Pattern.compile("\\b(im_\\w+|cnpg_\\w+|jvm_\\w+|http_server_\\w+|process_\\w+|up)\\b(?!=|:)");
    private static final Pattern VALUE = Pattern.compile("\\b(result|path|status|upstream|component)=\"([\\w-]+)\"");
    private static final Pattern RECORDED = Pattern.compile("hongyan:\\w+:\\w+");
    private static final Path RULES = Chart.ROOT.resolve("files/alerts.yaml");

    /// Of the JVM, of HTTP and of Prometheus itself, as a running service shows them.
    private static final Set<String> OF_THE_PLATFORM = Set.of(
            "up",
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "jvm_gc_pause_seconds_sum",
            "jvm_memory_usage_after_gc",
            "jvm_memory_used_bytes",
            "process_cpu_usage");

    /// Of PostgreSQL, as CloudNativePG shows it unless it is told otherwise.
    private static final Set<String> OF_THE_DATABASE = Set.of(
            "cnpg_backends_max_tx_duration_seconds",
            "cnpg_backends_total",
            "cnpg_backends_waiting_total",
            "cnpg_pg_database_size_bytes",
            "cnpg_pg_database_xid_age",
            "cnpg_pg_replication_lag",
            "cnpg_pg_stat_archiver_seconds_since_last_archival",
            "cnpg_pg_stat_checkpointer_checkpoints_req",
            "cnpg_pg_stat_checkpointer_checkpoints_timed",
            "cnpg_pg_stat_database_blks_hit",
            "cnpg_pg_stat_database_blks_read",
            "cnpg_pg_stat_database_deadlocks",
            "cnpg_pg_stat_database_xact_commit",
            "cnpg_pg_stat_database_xact_rollback");

    static Stream<Path> dashboards() {
        return Chart.files("files/dashboards").stream();
    }

    @Test
    void everyRuleAsksForMetricsThatAreExported() {
        assertKnown(rules().stream().map(it -> it.path("expr").asText()).toList());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelAsksForMetricsThatAreExported(Path dashboard) throws IOException {
        JsonNode board = Chart.YAML.readTree(Chart.text(dashboard));
        List<String> questions = board.findValuesAsText("expr");
        assertThat(questions).isNotEmpty();
        assertKnown(questions);
        List<String> recorded =
                rules().stream().map(it -> it.path("record").asText()).toList();
        for (String question : questions) {
            assertThat(RECORDED.matcher(question)
                            .results()
                            .map(it -> it.group())
                            .toList())
                    .isSubsetOf(recorded);
        }
        for (JsonNode panel : board.path("panels")) {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        }
    }

    @Test
    void dashboardsHaveDifferentNames() throws IOException {
        for (String member : List.of("uid", "title")) {
            Set<String> seen = new TreeSet<>();
            for (Path dashboard : dashboards().toList()) {
                assertThat(seen.add(Chart.YAML
                                .readTree(Chart.text(dashboard))
                                .path(member)
                                .asText()))
                        .isTrue();
            }
        }
    }

    @Test
    void everyAlertHasItsRunbook() {
        String runbooks = Chart.text(Chart.TREE.resolve("docs/operations/runbooks.md"));
        List<JsonNode> alerts = rules().stream().filter(it -> it.has("alert")).toList();
        assertThat(alerts).isNotEmpty();
        for (JsonNode alert : alerts) {
            String name = alert.path("alert").asText();
            assertThat(runbooks).contains("\n## " + name + "\n");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("RUNBOOKS#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
        }
        Pattern.compile("(?m)^## (\\w+)$")
                .matcher(runbooks)
                .results()
                .forEach(it -> assertThat(alerts)
                        .as("runbook without an alert: %s", it.group(1))
                        .anyMatch(alert -> alert.path("alert").asText().equals(it.group(1))));
    }

    /// `promtool` runs them; see CommandLinesTest.
    @Test
    void everyAlertIsSeenToFireInItsTests() {
        JsonNode tests = Chart.documents(Chart.text(Chart.ROOT.resolve("src/test/promtool/alerts-test.yaml")))
                .getFirst();
        Set<String> fired = new TreeSet<>();
        for (JsonNode question : tests.findValues("alert_rule_test").stream()
                .flatMap(it -> Chart.list(it).stream())
                .toList()) {
            if (!question.path("exp_alerts").isEmpty()) {
                fired.add(question.path("alertname").asText());
            }
        }
        assertThat(rules().stream()
                        .filter(it -> it.has("alert"))
                        .map(it -> it.path("alert").asText()))
                .allSatisfy(it -> assertThat(fired).contains(it));
    }

    @Test
    void theRulesComeWithTheAddressOfTheRunbooks() {
        JsonNode rule = Chart.named(Chart.rendered("values-large.yaml"), "PrometheusRule", "chat-hongyan");
        assertThat(rule.at("/spec/groups")).hasSize(2);
        assertThat(rule.toString())
                .contains("https://chat.example.com/runbooks#hongyandown")
                .doesNotContain("RUNBOOKS");
    }

    private static void assertKnown(List<String> questions) {
        Set<String> known = Sources.metrics();
        known.addAll(OF_THE_PLATFORM);
        known.addAll(OF_THE_DATABASE);
        String words = Sources.all(".java") + " \"gateway\" \"redpacket\" ";
        for (String question : questions) {
            String bare = question.replaceAll("\\bby \\([^)]*\\)", "").replaceAll("\\{[^}]*}", "");
            assertThat(METRIC.matcher(bare).results().map(it -> it.group(1)).toList())
                    .isSubsetOf(known);
            VALUE.matcher(question)
                    .results()
                    .forEach(it -> assertThat(words)
                            .as("%s is said by no program", it.group())
                            .containsAnyOf(
                                    "\"" + it.group(2) + "\"",
                                    "(\"" + it.group(2),
                                    it.group(2).toUpperCase(Locale.ROOT).replace('-', '_') + "("));
        }
    }

    private static List<JsonNode> rules() {
        return Chart.documents(Chart.text(RULES)).stream()
                .flatMap(it -> Chart.list(it.path("groups")).stream())
                .flatMap(it -> Chart.list(it.path("rules")).stream())
                .toList();
    }
}
