package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {
    /// Kinds of Kubernetes itself, as its own Java client names them.
    private static final Map<String, String> OWN_KINDS = Map.of(
            "ConfigMap", "V1ConfigMap",
            "Deployment", "V1Deployment",
            "HorizontalPodAutoscaler", "V2HorizontalPodAutoscaler",
            "Ingress", "V1Ingress",
            "Job", "V1Job",
            "NetworkPolicy", "V1NetworkPolicy",
            "Pod", "V1Pod",
            "PodDisruptionBudget", "V1PodDisruptionBudget",
            "Service", "V1Service");

    private static final Set<String> KINDS_OF_OTHERS =
            Set.of("HTTPRoute", "PrometheusRule", "ScaledObject", "ServiceMonitor");

    private static final KubernetesSerialization MODELS = new KubernetesSerialization();

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles().stream();
    }

    @Test
    void lintsWithoutAWarning() {
        LintResult result = new Helm(Chart.ROOT).lint().strict().call();
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING"));
    }

    @Test
    void someFileSwitchesOnEachKind() {
        Set<String> kinds = new TreeSet<>();
        valuesFiles().flatMap(file -> Chart.rendered(file).stream()).forEach(it -> kinds.add(kindOf(it)));
        Set<String> all = new TreeSet<>(OWN_KINDS.keySet());
        all.addAll(KINDS_OF_OTHERS);
        assertThat(kinds).isEqualTo(all);
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyDocumentIsWhatKubernetesTakes(Path values) throws ReflectiveOperationException {
        for (JsonNode document : Chart.rendered(values)) {
            if (OWN_KINDS.containsKey(kindOf(document))) {
                validate(document);
            } else {
                assertThat(KINDS_OF_OTHERS).contains(kindOf(document));
            }
        }
    }

    /// The second model knows the kinds of the Gateway API and of the Prometheus operator too, but not what is
    /// required.
    @ParameterizedTest
    @MethodSource("valuesFiles")
    void noDocumentHasAMemberThatItsModelDoesNotKnow(Path values) throws ReflectiveOperationException {
        for (JsonNode document : Chart.rendered(values)) {
            assertThat(unknown(document))
                    .as("%s %s", kindOf(document), Chart.name(document))
                    .isEmpty();
        }
    }

    @Test
    void bothModelsNoticeAMistake() throws ReflectiveOperationException {
        JsonNode right = Chart.named(Chart.rendered("ci/default-values.yaml"), "Deployment", "chat-hongyan-user");
        ObjectNode misspelt = right.deepCopy();
        misspelt.withObject("/spec/template/spec/securityContext").put("runAsNonRott", true);
        assertThat(unknown(misspelt)).singleElement().asString().endsWith("/runAsNonRott");
        assertThatThrownBy(() -> validate(misspelt)).rootCause().hasMessageContaining("runAsNonRott");

        ObjectNode incomplete = right.deepCopy();
        incomplete.withObject("/spec").remove("selector");
        assertThatThrownBy(() -> validate(incomplete)).rootCause().hasMessageContaining("selector");
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void nothingIsThereTwice(Path values) {
        List<String> names = Chart.rendered(values).stream()
                .map(it -> it.path("kind").asText() + "/" + Chart.name(it))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void rendersTheSameEachTime(Path values) {
        assertThat(Chart.template(Chart.ROOT, values)).isEqualTo(Chart.template(Chart.ROOT, values));
    }

    /// Unknown members, missing ones and wrong types throw.
    private static void validate(JsonNode document) throws ReflectiveOperationException {
        Class.forName("io.kubernetes.client.openapi.models." + OWN_KINDS.get(kindOf(document)))
                .getMethod("validateJsonElement", JsonElement.class)
                .invoke(null, JsonParser.parseString(document.toString()));
    }

    private static List<String> unknown(JsonNode document) throws ReflectiveOperationException {
        Object model = MODELS.unmarshal(document.toString());
        List<String> unknown = new ArrayList<>();
        if (kindOf(document).equals("ScaledObject")) {
            assertThat(model).isInstanceOf(GenericKubernetesResource.class);
        } else {
            assertThat(model).isNotInstanceOf(GenericKubernetesResource.class);
            collectUnknown("", model, unknown);
        }
        return unknown;
    }

    private static String kindOf(JsonNode document) {
        return document.path("kind").asText();
    }

    /// A model keeps what it does not know apart from the rest, at each level.
    private static void collectUnknown(String path, @Nullable Object model, List<String> unknown)
            throws ReflectiveOperationException {
        if (model instanceof List<?> list) {
            for (Object item : list) {
                collectUnknown(path, item, unknown);
            }
        } else if (model instanceof KubernetesResource) {
            for (Method getter : model.getClass().getMethods()) {
                if (getter.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) getter.invoke(model)).keySet().forEach(name -> unknown.add(path + "/" + name));
                } else if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
                    collectUnknown(path + "/" + getter.getName().substring(3), getter.invoke(model), unknown);
                }
            }
        }
    }
}
