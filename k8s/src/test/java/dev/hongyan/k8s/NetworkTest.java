package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    private final List<JsonNode> documents = Chart.rendered("ci/large-values.yaml");

    @Test
    void nobodyMaySpeakUnlessItIsListed() {
        JsonNode deny = Chart.named(documents, "NetworkPolicy", "chat-hongyan-deny");
        assertThat(deny.at("/spec/policyTypes")).hasSize(2);
        assertThat(deny.path("spec").has("ingress") || deny.path("spec").has("egress"))
                .isFalse();
        JsonNode selector = deny.at("/spec/podSelector/matchLabels");
        for (JsonNode document : documents) {
            JsonNode labels = document.path("kind").asText().equals("Pod")
                    ? document.at("/metadata/labels")
                    : document.at("/spec/template/metadata/labels");
            if (labels.isObject()) {
                assertThat(labels.properties()).containsAll(selector.properties());
            }
        }
    }

    static Stream<List<JsonNode>> renderings() {
        return Stream.concat(
                Chart.valuesFiles().stream().map(Chart::rendered),
                Stream.of(
                                "{networkPolicy: {fromMonitoring: []}}",
                                "{services: {group: {enabled: false}, redpacket: {enabled: false}}}",
                                "{migrations: {job: false}}")
                        .map(Chart::renderedWith));
    }

    /// In a rule no peers are all peers. Database and brokers may be anywhere, on their ports.
    @ParameterizedTest
    @MethodSource("renderings")
    void noRuleIsForEverybody(List<JsonNode> rendered) {
        for (JsonNode policy : Chart.ofKind(rendered, "NetworkPolicy")) {
            for (JsonNode rule : policy.at("/spec/ingress")) {
                assertThat(rule.path("from")).as(Chart.name(policy)).isNotEmpty();
                assertThat(rule.path("ports")).as(Chart.name(policy)).isNotEmpty();
            }
            for (JsonNode rule : policy.at("/spec/egress")) {
                assertThat(rule.path("ports")).as(Chart.name(policy)).isNotEmpty();
                if (rule.has("to")
                        || !Set.of(5432, 9092).contains(rule.at("/ports/0/port").asInt())) {
                    assertThat(rule.path("to")).as(Chart.name(policy)).isNotEmpty();
                }
            }
        }
    }

    @Test
    void spansGoToTheCollectorAloneAndOnlyWhereThereIsOne() {
        JsonNode egress =
                Chart.named(documents, "NetworkPolicy", "chat-hongyan-push").at("/spec/egress");
        JsonNode toCollector = Chart.list(egress).getLast();
        assertThat(toCollector.at("/ports/0/port").asInt()).isEqualTo(4318);
        assertThat(toCollector.path("to").toString()).contains("monitoring");
        assertThat(Chart.named(documents, "Deployment", "chat-hongyan-push").toString())
                .contains("{\"name\":\"HONGYAN_TRACE_ONE_IN\",\"value\":\"100\"}");
        String untraced = Chart.rendered("ci/default-values.yaml").toString();
        assertThat(untraced).doesNotContain("4318").doesNotContain("HONGYAN_TRACE_ONE_IN");
    }

    @Test
    void onlyTheEdgeTheGatewayAndTheMonitoringComeIn() {
        List<JsonNode> usual = Chart.rendered("ci/default-values.yaml");
        JsonNode monitoring = Chart.list(Chart.named(usual, "NetworkPolicy", "chat-hongyan-redpacket")
                        .at("/spec/ingress"))
                .getLast()
                .path("from");
        assertThat(monitoring.toString())
                .isEqualTo("[{\"namespaceSelector\":{\"matchLabels\":"
                        + "{\"kubernetes.io/metadata.name\":\"monitoring\"}}}]");
        List<JsonNode> unwatched = Chart.renderedWith("{networkPolicy: {fromMonitoring: []}}");
        JsonNode redpacket = Chart.named(unwatched, "NetworkPolicy", "chat-hongyan-redpacket")
                .at("/spec/ingress");
        assertThat(redpacket).hasSize(1);
        assertThat(components(redpacket, "from")).containsExactly("gateway");

        String edge = "[{\"namespaceSelector\":{}}]";
        for (String entrance : List.of("gateway", "push")) {
            assertThat(Chart.list(Chart.named(unwatched, "NetworkPolicy", "chat-hongyan-" + entrance)
                                    .at("/spec/ingress"))
                            .stream()
                            .map(it -> it.path("from").toString()))
                    .as("the edge comes to " + entrance)
                    .contains(edge);
        }
        for (String inside : List.of("user", "message", "group", "redpacket")) {
            assertThat(Chart.named(unwatched, "NetworkPolicy", "chat-hongyan-" + inside)
                            .toString())
                    .as("the edge does not come to " + inside)
                    .doesNotContain("\"from\":" + edge);
        }
    }

    /// A job that comes with an upgrade runs before anything else of that upgrade is there.
    @Test
    void aJobThatComesLaterIsLetOut() {
        JsonNode migration = Chart.named(
                Chart.renderedWith("{migrations: {job: false}}"), "NetworkPolicy", "chat-hongyan-migration");
        assertThat(migration.at("/spec/egress/0/ports/0/port").asInt()).isEqualTo(5432);
    }

    /// Who is called by whom must be the same at both ends, or a call is let out and not in.
    @Test
    void whatIsLetOutIsLetIn() {
        for (JsonNode caller : Chart.ofKind(documents, "Deployment")) {
            String name = component(caller);
            for (String called : components(egress(name), "to")) {
                assertThat(components(policy(called).at("/spec/ingress"), "from"))
                        .as("%s lets %s in", called, name)
                        .contains(name);
            }
        }
    }

    @Test
    void addressesGivenToAProgramAreLetOut() {
        for (JsonNode caller : Chart.ofKind(documents, "Deployment")) {
            Set<String> called = Chart.list(caller.at("/spec/template/spec/containers/0/env")).stream()
                    .map(it -> it.path("value").asText())
                    .filter(it -> it.startsWith("http://chat-hongyan-"))
                    .map(it -> it.substring("http://chat-hongyan-".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(components(egress(component(caller)), "to"))
                    .isEqualTo(called)
                    .isNotEmpty();
        }
    }

    @Test
    void databaseAndBrokersAreReachedOnTheirPortsOnly() {
        JsonNode group = egress("group");
        assertThat(group.get(1).at("/ports/0/port").asInt()).isEqualTo(6432);
        assertThat(group.get(1).at("/to/0/ipBlock/cidr").asText()).isEqualTo("10.20.0.0/24");
        assertThat(Chart.list(group.get(2).path("ports")).stream()
                        .map(it -> it.path("port").asInt()))
                .containsExactly(9093, 9094, 9095);
        assertThat(egress("gateway")).hasSize(1);
    }

    @Test
    void socketsPollsAndUploadsAreNotCutOff() {
        JsonNode route = Chart.named(documents, "HTTPRoute", "chat-hongyan");
        for (String path : List.of("/ws", "/api/push", "/api/media")) {
            assertThat(rule(route, path).at("/timeouts/request").asText())
                    .as(path)
                    .isEqualTo("0s");
        }
        assertThat(rule(route, "/ws").at("/backendRefs/0/name").asText()).isEqualTo("chat-hongyan-push");
        assertThat(rule(route, "/").at("/backendRefs/0/name").asText()).isEqualTo("chat-hongyan-gateway");
        assertThat(route.findValuesAsText("value")).containsExactly("/ws", "/api/push", "/api/media", "/");
    }

    @Test
    void routesLeadToPortsThatServicesHave() {
        for (JsonNode service : Chart.ofKind(documents, "Service")) {
            JsonNode deployment = Chart.named(documents, "Deployment", Chart.name(service));
            Set<String> ports = Chart.list(deployment.at("/spec/template/spec/containers/0/ports")).stream()
                    .map(it -> it.path("name").asText())
                    .collect(Collectors.toSet());
            for (JsonNode port : service.at("/spec/ports")) {
                assertThat(ports).contains(port.path("targetPort").asText());
            }
            assertThat(service.at("/spec/selector")).isEqualTo(deployment.at("/spec/selector/matchLabels"));
        }
    }

    private static JsonNode rule(JsonNode route, String path) {
        return Chart.list(route.at("/spec/rules")).stream()
                .filter(it -> it.findValuesAsText("value").contains(path))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode policy(String component) {
        return Chart.named(documents, "NetworkPolicy", "chat-hongyan-" + component);
    }

    private JsonNode egress(String component) {
        return policy(component).at("/spec/egress");
    }

    private static String component(JsonNode deployment) {
        return deployment
                .at("/spec/selector/matchLabels/app.kubernetes.io~1component")
                .asText();
    }

    private static Set<String> components(JsonNode rules, String side) {
        return Chart.list(rules).stream()
                .flatMap(rule -> Chart.list(rule.path(side)).stream())
                .map(peer -> peer.at("/podSelector/matchLabels/app.kubernetes.io~1component"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
