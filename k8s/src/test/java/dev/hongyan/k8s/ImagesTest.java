package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What can be told of images and of the compose file without an engine.
class ImagesTest {
    private static final Path IMAGES = Chart.ROOT.resolve("images");
    private static final Path LAUNCHER = Chart.TREE.resolve("gateway/src/main/java/dev/hongyan/launcher");
    private static final Pattern FLAG = Pattern.compile("\"(-X[^\"]+|--[a-z][^\"]+)\"");
    private static final Pattern FROM = Pattern.compile("(?m)^(?:FROM|ARG JRE=) ?(\\S+)");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?:--chown\\S+ |--chmod\\S+ )*([^-]\\S+) ");

    @Test
    void runTheCommandsOfTheLocalRun() {
        String command = Chart.text(LAUNCHER.resolve("JavaCommand.java"));
        Set<String> flags = FLAG.matcher(command.substring(command.indexOf("static List<String> small")))
                .results()
                .map(it -> it.group(1))
                .filter(it -> !it.equals("-Xmx") && !it.startsWith("-XX:Tiered"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(flags).contains("-XX:+UseSerialGC");
        List<String> entries = Chart.text(IMAGES.resolve("Dockerfile"))
                .lines()
                .filter(it -> it.startsWith("ENTRYPOINT"))
                .toList();
        assertThat(entries).hasSize(2);
        for (String entry : entries) {
            flags.forEach(flag -> assertThat(entry).contains('"' + flag + '"'));
        }
        assertThat(entries.getFirst()).endsWith("\"-jar\", \"quarkus-run.jar\"]");
        assertThat(entries.getLast()).contains("dev.hongyan.gateway.Gateway");
        assertThat(Chart.text(LAUNCHER.resolve("Cluster.java"))).contains("\"dev.hongyan.gateway.Gateway\"");
        assertThat(Chart.text(LAUNCHER.resolve("Service.java"))).contains("\"target/quarkus-app/quarkus-run.jar\"");
    }

    @Test
    void copyOnlyWhatIsLetInAndWhatTheBuildLeaves() {
        for (String file : List.of("Dockerfile", "Dockerfile.native")) {
            String let = Chart.text(IMAGES.resolve(file + ".dockerignore"));
            assertThat(let).startsWith("**\n");
            Matcher copy = COPY.matcher(Chart.text(IMAGES.resolve(file)));
            while (copy.find()) {
                String source = copy.group(1)
                        .replace("${PROGRAM}/target/${PROGRAM}-*-runner", "*-service/target/*-runner")
                        .replaceFirst("^\\w+-service", "*-service");
                assertThat(let).as(file).contains("!" + source + "\n");
            }
        }
    }

    @Test
    void areNotRootAndNameTheirBase() {
        for (String file : List.of("Dockerfile", "Dockerfile.native")) {
            String text = Chart.text(IMAGES.resolve(file));
            List<String> programs = Arrays.stream(text.split("\nFROM ", -1))
                    .filter(stage -> stage.contains("\nENTRYPOINT "))
                    .toList();
            assertThat(programs).isNotEmpty().allMatch(stage -> stage.contains("\nUSER 65532:65532\n"));
            List<String> bases = FROM.matcher(text)
                    .results()
                    .map(it -> it.group(1))
                    .filter(it -> !it.startsWith("$") && !text.contains(" AS " + it + "\n"))
                    .toList();
            assertThat(bases).isNotEmpty().allMatch(it -> it.matches("[^:]+:.+") && !it.endsWith(":latest"));
        }
    }

    @Test
    void areBuiltForEveryWorkload() throws IOException {
        String build = Chart.text(IMAGES.resolve("build"));
        for (JsonNode deployment : Chart.ofKind(Chart.rendered("ci/default-values.yaml"), "Deployment")) {
            String image =
                    deployment.at("/spec/template/spec/containers/0/image").asText();
            assertThat(build).contains(image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf(':')));
        }
    }

    @Test
    void composeHasThreeContainersBesideTheServicesAndOnePort() throws IOException {
        JsonNode services = compose().path("services");
        Set<String> others = new TreeSet<>();
        services.fieldNames().forEachRemaining(others::add);
        others.removeAll(Set.of("user", "message", "group", "redpacket", "push"));
        assertThat(others).hasSizeLessThanOrEqualTo(3);
        assertThat(services.findValues("ports").stream().flatMap(it -> Chart.list(it).stream()))
                .singleElement()
                .satisfies(port -> assertThat(port.asText()).isEqualTo("127.0.0.1:8080:8080"));
    }

    @Test
    void composeSetsWhatTheProgramsRead() throws IOException {
        JsonNode services = compose().path("services");
        Set<String> known = Sources.variables();
        known.addAll(Sources.gatewayVariables());
        known.addAll(SettingsTest.OF_THE_PLATFORM);
        for (String service : List.of("gateway", "user", "message", "group", "redpacket", "push")) {
            services.path(service).path("environment").fieldNames().forEachRemaining(name -> {
                if (!name.equals("<<")) {
                    assertThat(known).as(service).contains(name);
                }
            });
        }
        services.findValuesAsText("image")
                .forEach(it -> assertThat(it).contains(":").doesNotContain("latest"));
    }

    private static JsonNode compose() throws IOException {
        return Chart.YAML.readTree(Chart.text(Chart.TREE.resolve("compose.yaml")));
    }
}
