package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            publicURL: https://chat.example.com                | publicURL
            publicUrl: chat.example.com                        | publicUrl
            publicUrl: https://chat.example.com/               | publicUrl
            {image: {tag: latest}}                             | tag
            {image: {repository: 'some where'}}                | repository
            {services: {user: {replicas: -1}}}                 | replicas
            {services: {users: {replicas: 1}}}                 | users
            {services: {user: {heap: big}}}                    | heap
            {services: {push: {autoscaling: {mode: magic}}}}   | mode
            {services: {user: {env: {lower: x}}}}              | lower
            {services: {user: {resources: {requests: {cpu: plenty}}}}} | cpu
            {kafka: {bootstrapServers: kafka}}                 | bootstrapServers
            {kafka: {protocol: SASL_SSL}}                      | credentialsSecret
            {database: {sslMode: sometimes}}                   | sslMode
            {database: {port: '5432'}}                         | port
            {route: {httpRoute: {enabled: true}}}              | parentRefs
            {podSecurity: {runAsUser: 0}}                      | runAsUser
            {defaults: {podDisruptionBudget: {maxUnavailable: 0}}} | maxUnavailable
            {networkPolicy: {fromEdge: []}}                    | fromEdge
            {networkPolicy: {toDns: []}}                       | toDns
            {gateway: {enabled: false}}                        | enabled
            {services: {message: {enabled: false}}}            | enabled
            {gateway: {trustForwarded: false}}                 | trustForwarded
            """)
    void refuses(String values, String complaint) {
        Path file = Chart.ROOT.resolve("target/wrong-values.yaml");
        Chart.write(file, values);
        assertThatThrownBy(() -> Chart.template(Chart.ROOT, file))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {services: {user: {autoscaling: {mode: connections}}}} | which alone holds sockets
            {services: {push: {autoscaling: {mode: keda}}}}        | read from Kafka as a group
            {route: {ingress: {enabled: true}, httpRoute: {enabled: true, parentRefs: [{name: a}]}}} | only one of
            """)
    void refusesWhatDoesNotGoTogether(String values, String complaint) {
        Path file = Chart.ROOT.resolve("target/mixed-values.yaml");
        Chart.write(file, values);
        assertThatThrownBy(() -> Chart.template(Chart.ROOT, file)).hasMessageContaining(complaint);
    }

    /// A value that is misspelt anywhere is told, not ignored.
    @Test
    void leavesNoObjectOpenButThoseOfKubernetes() throws IOException {
        List<String> open = new ArrayList<>();
        collectOpen("", Chart.YAML.readTree(Chart.text(Chart.ROOT.resolve("values.schema.json"))), open);
        assertThat(open)
                .allMatch(path ->
                        path.matches(".*/(affinity|valueFrom|namespaceSelector|podSelector|ipBlock|global|items|env)"));
    }

    private static void collectOpen(String path, JsonNode schema, List<String> open) {
        if (schema instanceof ObjectNode
                && schema.path("type").asText().equals("object")
                && !schema.has("additionalProperties")) {
            open.add(path);
        }
        schema.properties().forEach(it -> collectOpen(path + "/" + it.getKey(), it.getValue(), open));
        for (JsonNode item : schema.isArray() ? schema : List.<JsonNode>of()) {
            collectOpen(path, item, open);
        }
    }
}
