package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final Path LARGE = Chart.ROOT.resolve("ci/large-values.yaml");
    /// Of a pod of message-service beside its pool and its lanes: spares, outbox, rules, telling again.
    private static final int BESIDE = 7;
    /// Who opens these seven and the lanes.
    private static final Set<String> WHO_OPENS_THEM = Set.of(
            "BatchRunner.java",
            "LogConnections.java",
            "MessageLog.java",
            "OutboxKeeper.java",
            "OutboxSweeper.java",
            "Republication.java",
            "RuleTransaction.java");

    @Test
    void whatIsScaledByLoadHasNoFixedNumber() {
        List<JsonNode> documents = Chart.rendered(LARGE);
        Set<String> scaled = new HashSet<>();
        for (JsonNode scaler : documents) {
            if (Set.of("HorizontalPodAutoscaler", "ScaledObject")
                    .contains(scaler.path("kind").asText())) {
                assertThat(scaled.add(scaler.at("/spec/scaleTargetRef/name").asText()))
                        .as("one scaler for a workload")
                        .isTrue();
            }
        }
        for (JsonNode deployment : Chart.ofKind(documents, "Deployment")) {
            assertThat(scaled).contains(Chart.name(deployment));
            assertThat(deployment.at("/spec/replicas")).isInstanceOf(MissingNode.class);
        }
        JsonNode push = Chart.named(documents, "HorizontalPodAutoscaler", "chat-hongyan-push");
        assertThat(push.at("/spec/metrics/0/pods/metric/name").asText()).isEqualTo("im_ws_open");
        assertThat(push.at("/spec/behavior/scaleDown/stabilizationWindowSeconds")
                        .asInt())
                .isEqualTo(600);
    }

    @Test
    void kedaIsGivenOnlyWhatItKnows() {
        JsonNode spec = Chart.named(Chart.rendered(LARGE), "ScaledObject", "chat-hongyan-message")
                .path("spec");
        assertThat(spec.fieldNames())
                .toIterable()
                .containsOnly("scaleTargetRef", "minReplicaCount", "maxReplicaCount", "triggers", "advanced");
        assertThat(spec.at("/advanced/horizontalPodAutoscalerConfig/behavior"))
                .isEqualTo(Chart.named(Chart.rendered(LARGE), "HorizontalPodAutoscaler", "chat-hongyan-push")
                        .at("/spec/behavior"));
        for (JsonNode trigger : spec.path("triggers")) {
            assertThat(trigger.fieldNames())
                    .toIterable()
                    .isSubsetOf("type", "metadata", "authenticationRef", "metricType");
            assertThat(trigger.path("metadata")).allMatch(JsonNode::isTextual);
        }
    }

    @Test
    void whileStoppedNothingRunsAndNothingStartsIt() {
        List<JsonNode> documents = Chart.renderedWith(Chart.text(LARGE) + "\nstopped: true\n");
        assertThat(Chart.ofKind(documents, "Deployment"))
                .isNotEmpty()
                .allMatch(it -> it.at("/spec/replicas").asInt(-1) == 0);
        for (String kind : List.of("HorizontalPodAutoscaler", "ScaledObject", "Job")) {
            assertThat(Chart.ofKind(documents, kind)).as(kind).isEmpty();
        }
    }

    /// With one pod more of each, as in the middle of a rollout.
    @Test
    void allPodsTogetherFindConnections() throws Exception {
        JsonNode server = Chart.documents(Chart.text(Chart.ROOT.resolve("examples/postgresql.yaml"))).stream()
                .filter(it -> it.path("kind").asText().equals("Cluster"))
                .findFirst()
                .orElseThrow();
        int most = server.at("/spec/postgresql/parameters/max_connections").asInt();
        for (String values : List.of("ci/default-values.yaml", "values-small.yaml", "values-large.yaml")) {
            int sum = 0;
            List<JsonNode> documents = Chart.rendered(values);
            for (JsonNode deployment : Chart.ofKind(documents, "Deployment")) {
                sum += connections(deployment) * (mostPods(documents, deployment) + 1);
            }
            // Three are the superuser's.
            assertThat(sum).as(values).isPositive().isLessThan(most - 3);
        }
    }

    /// Whoever opens connections past the pool is counted above.
    @Test
    void nobodyElseOpensConnectionsOfHisOwn() {
        assertThat(Chart.files("../message-service/src/main/java").stream()
                        .filter(it -> Chart.text(it).contains("LogConnections"))
                        .map(it -> it.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(WHO_OPENS_THEM);
    }

    @Test
    void topicsHaveNoMoreCopiesThanTheExampleHasBrokers() {
        List<JsonNode> kafka = Chart.documents(Chart.text(Chart.ROOT.resolve("examples/kafka.yaml")));
        int brokers = Chart.ofKind(kafka, "KafkaNodePool")
                .getFirst()
                .at("/spec/replicas")
                .asInt();
        int inSync = Chart.ofKind(kafka, "Kafka")
                .getFirst()
                .at("/spec/kafka/config/min.insync.replicas")
                .asInt();
        for (String values : List.of("ci/default-values.yaml", "values-small.yaml", "values-large.yaml")) {
            JsonNode user = Chart.named(Chart.rendered(values), "Deployment", "chat-hongyan-user");
            int copies = Integer.parseInt(WorkloadRulesTest.variable(user, "HONGYAN_TOPICS_REPLICATION_FACTOR"));
            // One broker may be away, and every key can be published.
            assertThat(copies).as(values).isLessThanOrEqualTo(brokers).isGreaterThan(inSync);
        }
    }

    private static int mostPods(List<JsonNode> documents, JsonNode deployment) {
        for (JsonNode scaler : documents) {
            if (scaler.at("/spec/scaleTargetRef/name").asText().equals(Chart.name(deployment))) {
                JsonNode spec = scaler.path("spec");
                return spec.path("maxReplicas")
                        .asInt(spec.path("maxReplicaCount").asInt());
            }
        }
        return deployment.at("/spec/replicas").asInt();
    }

    private static int connections(JsonNode deployment) throws Exception {
        String component = Chart.name(deployment).replace("chat-hongyan-", "");
        if (component.equals("gateway")) {
            return 0;
        }
        Properties settings = new Properties();
        for (String file : List.of(
                "service-kit/src/main/resources/META-INF/microprofile-config.properties",
                component + "-service/src/main/resources/application.properties")) {
            settings.load(Files.newBufferedReader(Chart.TREE.resolve(file)));
        }
        int pool = Integer.parseInt(settings.getProperty("quarkus.datasource.jdbc.max-size"));
        return component.equals("message")
                ? pool + BESIDE + Integer.parseInt(WorkloadRulesTest.variable(deployment, "HONGYAN_LANES"))
                : pool;
    }
}
