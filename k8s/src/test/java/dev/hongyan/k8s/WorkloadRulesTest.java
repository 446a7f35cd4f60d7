package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadRulesTest {
    private static final Path LARGE = Chart.ROOT.resolve("ci/large-values.yaml");

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles().stream();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyPodKeepsToTheRestrictedStandard(Path values) {
        for (JsonNode pod : pods(values)) {
            JsonNode security = pod.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("runAsUser").asInt()).isPositive();
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.has("hostNetwork") || pod.has("hostPID") || pod.has("hostIPC"))
                    .isFalse();
            for (JsonNode container : pod.path("containers")) {
                JsonNode own = container.path("securityContext");
                assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(own.path("privileged").asBoolean()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyContainerAsksForWhatItNeedsAndNamesItsVersion(Path values) {
        for (JsonNode container : containers(values)) {
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.path("image").asText()).matches(".+:[^:/]+").doesNotEndWith(":latest");
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void noVariableIsSetTwiceOrBySomebodyElse(Path values) {
        for (JsonNode pod : pods(values)) {
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        }
        for (JsonNode container : containers(values)) {
            assertThat(Chart.list(container.path("env")).stream()
                            .map(it -> it.path("name").asText()))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyWorkloadIsProbedDrainedAndSpread(Path values) {
        for (JsonNode deployment : Chart.ofKind(Chart.rendered(values), "Deployment")) {
            JsonNode pod = deployment.at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(container.path(probe).at("/httpGet/path").asText())
                        .as(probe)
                        .contains("health");
            }
            int stop = container.at("/lifecycle/preStop/sleep/seconds").asInt();
            assertThat(stop).isPositive();
            // Sockets are drained for 1.5 s, requests have 5 s.
            assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(stop + 10);
            assertThat(pod.path("affinity")).isNotEmpty();
            assertThat(pod.path("topologySpreadConstraints")).isNotEmpty();
            assertThat(deployment
                            .at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(1))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyVolumeThatIsMountedIsThere(Path values) {
        for (JsonNode pod : pods(values)) {
            Set<String> volumes = names(pod.path("volumes"));
            for (JsonNode container : pod.path("containers")) {
                assertThat(names(container.path("volumeMounts"))).isEqualTo(volumes);
            }
        }
    }

    @Test
    void twoPodsAndMoreHaveABudgetAndOneHasNone() {
        List<JsonNode> usual = Chart.rendered("ci/default-values.yaml");
        assertThat(Chart.ofKind(usual, "PodDisruptionBudget"))
                .hasSameSizeAs(Chart.ofKind(usual, "Deployment"))
                .allMatch(it -> it.at("/spec/maxUnavailable").asInt() == 1);
        assertThat(Chart.ofKind(Chart.rendered("values-small.yaml"), "PodDisruptionBudget"))
                .isEmpty();
    }

    /// A selector cannot be changed once it is there: an upgrade that tries is refused.
    @Test
    void selectorsAreTheSameInAnotherVersion() {
        List<JsonNode> next = Chart.documents(Chart.template(Chart.withHooksAsObjects("7.8.9"), LARGE));
        Map<String, JsonNode> now = selectors(Chart.rendered(LARGE));
        assertThat(Chart.ofKind(next, "Deployment").toString()).contains("7.8.9");
        assertThat(selectors(next)).isEqualTo(now).isNotEmpty();
    }

    @Test
    void aServiceThatIsOffIsNeitherCalledNorLetIn() {
        List<JsonNode> documents = Chart.rendered("ci/parts-values.yaml");
        assertThat(documents.toString()).doesNotContain("redpacket").doesNotContain("REDPACKET");
        assertThat(Chart.ofKind(documents, "Job")).isEmpty();
        JsonNode user = Chart.named(documents, "Deployment", "chat-user");
        assertThat(variable(user, "QUARKUS_FLYWAY_MIGRATE_AT_START")).isEqualTo("true");
        assertThat(startSeconds(user)).as("as long as the job might take").isEqualTo(600);
        assertThat(startSeconds(
                        Chart.named(Chart.rendered("ci/default-values.yaml"), "Deployment", "chat-hongyan-user")))
                .isEqualTo(120);
    }

    @Test
    void aSettingOfTheOperatorWinsOverTheChart() {
        JsonNode user = Chart.named(Chart.rendered(LARGE), "Deployment", "chat-hongyan-user");
        assertThat(variable(user, "HONGYAN_LIMITS_REGISTRATIONS_PER_MINUTE")).isEqualTo("10");
        JsonNode key = Chart.list(user.at("/spec/template/spec/containers/0/env")).stream()
                .filter(it -> it.path("name").asText().equals("HONGYAN_SIGNING_KEY_SECRET"))
                .findFirst()
                .orElseThrow();
        assertThat(key.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("another");
    }

    private static int startSeconds(JsonNode deployment) {
        JsonNode probe = deployment.at("/spec/template/spec/containers/0/startupProbe");
        return probe.path("periodSeconds").asInt()
                * probe.path("failureThreshold").asInt();
    }

    static String variable(JsonNode deployment, String name) {
        return Chart.list(deployment.at("/spec/template/spec/containers/0/env")).stream()
                .filter(it -> it.path("name").asText().equals(name))
                .map(it -> it.path("value").asText())
                .collect(Collectors.joining());
    }

    private static Map<String, JsonNode> selectors(List<JsonNode> documents) {
        return Chart.ofKind(documents, "Deployment").stream()
                .collect(Collectors.toMap(Chart::name, it -> it.at("/spec/selector")));
    }

    private static Set<String> names(JsonNode items) {
        return Chart.list(items).stream().map(it -> it.path("name").asText()).collect(Collectors.toSet());
    }

    private static List<JsonNode> containers(Path values) {
        return pods(values).stream()
                .flatMap(pod -> Chart.list(pod.path("containers")).stream())
                .toList();
    }

    private static List<JsonNode> pods(Path values) {
        return Chart.rendered(values).stream()
                .map(it -> it.path("kind").asText().equals("Pod") ? it.path("spec") : it.at("/spec/template/spec"))
                .filter(JsonNode::isObject)
                .toList();
    }
}
