package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    private static final Pattern LOCAL_HEAP = Pattern.compile("([A-Z]+)\\(\\d+, \"(\\w+)\"\\)");

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
        assertThat(Chart.text(LAUNCHER.resolve("Child.java"))).contains("\"MALLOC_ARENA_MAX\", \"2\"");
        assertThat(Chart.text(IMAGES.resolve("Dockerfile"))
                        .lines()
                        .filter(it -> it.startsWith("ENV JDK_JAVA_OPTIONS=")))
                .hasSize(2)
                .allMatch(it -> it.endsWith(" MALLOC_ARENA_MAX=2"));
        for (String entry : entries) {
            flags.forEach(flag -> assertThat(entry).contains('"' + flag + '"'));
        }
        // As the local run starts what has been trained.
        String cache = Chart.text(LAUNCHER.resolve("StartCache.java"));
        for (String word : List.of(
                "-XX:AOTCache=",
                "app.aot",
                "app-on-class-path.jar",
                "org.jboss.logmanager.LogManager",
                "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory")) {
            assertThat(cache).contains(word);
            assertThat(entries.getFirst()).contains(word);
        }
        assertThat(entries.getLast()).contains("dev.hongyan.gateway.Gateway");
        assertThat(Chart.text(LAUNCHER.resolve("OwnPrograms.java"))).contains("\"dev.hongyan.gateway.Gateway\"");
        assertThat(Chart.text(LAUNCHER.resolve("Service.java"))).contains("\"target/quarkus-app/quarkus-run.jar\"");
    }

    @Test
    void copyOnlyWhatIsLetIn() {
        for (String file : List.of("Dockerfile", "Dockerfile.native")) {
            String let = Chart.text(IMAGES.resolve(file + ".dockerignore"));
            assertThat(let).startsWith("**\n");
            List<String> copied = COPY.matcher(Chart.text(IMAGES.resolve(file)))
                    .results()
                    .map(it -> it.group(1))
                    .toList();
            assertThat(copied).as(file).isNotEmpty();
            for (String each : copied) {
                String source = each.replace("${PROGRAM}/target/${PROGRAM}-*-runner", "*-service/target/*-runner")
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

    /// PostgreSQL's initdb asks for the name of whoever runs it, and ends when there is none.
    @Test
    void whoRunsACommandHasAName() {
        String text = Chart.text(IMAGES.resolve("Dockerfile"));
        assertThat(text).contains("USER 65532:65532\nENV HOME=/tmp\nRUN ./train");
        assertThat(text.indexOf(">> /etc/passwd")).isPositive().isLessThan(text.indexOf("RUN ./train"));
        assertThat(text).containsPattern("RUN echo '[a-z]+:x:65532:65532:[^']*' >> /etc/passwd\n");
    }

    /// A cache is trained while an image is built, which an emulated processor is too slow for.
    @Test
    void areBuiltOnAMachineOfEachArchitecture() throws IOException {
        String text = Chart.text(Chart.TREE.resolve(".github/workflows/release.yml"));
        JsonNode jobs = Chart.YAML.readTree(text).path("jobs");
        assertThat(Chart.list(jobs.at("/images/strategy/matrix/machine")).stream()
                        .map(JsonNode::asText))
                .containsExactly("ubuntu-24.04", "ubuntu-24.04-arm");
        assertThat(jobs.at("/release/needs").asText()).isEqualTo("images");
        assertThat(text + Chart.text(IMAGES.resolve("build"))).doesNotContain("qemu", "--platform");
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
        List<JsonNode> environments = new ArrayList<>(List.of(compose().path("x-environment")));
        for (String service : List.of("gateway", "user", "message", "group", "redpacket", "push")) {
            environments.add(services.path(service).path("environment"));
        }
        for (JsonNode environment : environments) {
            assertThat(environment).isNotEmpty();
            environment.fieldNames().forEachRemaining(name -> {
                if (!name.equals("<<")) {
                    assertThat(known).contains(name);
                }
            });
        }
        services.findValuesAsText("image")
                .forEach(it -> assertThat(it).contains(":").doesNotContain("latest"));
    }

    @Test
    void composeGivesTheHeapOfTheLocalRun() throws IOException {
        Matcher heap = LOCAL_HEAP.matcher(Chart.text(LAUNCHER.resolve("Service.java")));
        int services = 0;
        while (heap.find()) {
            String name = heap.group(1).toLowerCase(Locale.ROOT);
            assertThat(compose()
                            .at("/services/" + name + "/environment/JDK_JAVA_OPTIONS")
                            .asText())
                    .as(name)
                    .contains("-Xmx" + heap.group(2));
            services++;
        }
        assertThat(services).isEqualTo(5);
    }

    @Test
    void composeGivesTheNurseryOfTheChart() throws IOException {
        JsonNode services = Chart.YAML
                .readTree(Chart.text(Chart.ROOT.resolve("values.yaml")))
                .path("services");
        for (String name : List.of("user", "redpacket")) {
            String nursery = services.path(name).path("javaOptions").asText();
            assertThat(nursery).startsWith("-Xmn");
            assertThat(compose()
                            .at("/services/" + name + "/environment/JDK_JAVA_OPTIONS")
                            .asText())
                    .as(name)
                    .endsWith(nursery);
        }
    }

    @Test
    void composeKeepsWhatTheBrokerHasWritten() throws IOException {
        JsonNode kafka = compose().at("/services/kafka");
        assertThat(kafka.at("/volumes/0").asText())
                .isEqualTo("kafka:" + kafka.at("/environment/KAFKA_LOG_DIRS").asText());
    }

    @Test
    void everySecretOfComposeIsMadeAndNoneIsCommitted() {
        String made = Chart.text(IMAGES.resolve("compose-secrets"));
        List<String> wanted = Pattern.compile("\\$\\{(\\w+):\\?")
                .matcher(Chart.text(Chart.TREE.resolve("compose.yaml")))
                .results()
                .map(it -> it.group(1))
                .distinct()
                .toList();
        assertThat(wanted).isNotEmpty().allMatch(it -> made.contains(" " + it));
        assertThat(Chart.text(Chart.TREE.resolve(".gitignore")).lines()).contains(".env", "hongyan-secrets.yaml");
    }

    private static JsonNode compose() throws IOException {
        return Chart.YAML.readTree(Chart.text(Chart.TREE.resolve("compose.yaml")));
    }
}
