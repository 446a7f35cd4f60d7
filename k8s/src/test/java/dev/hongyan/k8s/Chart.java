package dev.hongyan.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The chart and what it renders to.
final class Chart {
    static final Path ROOT = Path.of("").toAbsolutePath();
    static final Path TREE = ROOT.resolve("..").normalize();
    static final ObjectMapper YAML = new YAMLMapper(new YAMLFactory());

    private static final List<String> PARTS =
            List.of("Chart.yaml", "values.yaml", "values.schema.json", "templates", "files", ".helmignore");
    private static final Map<Path, List<JsonNode>> RENDERED = new ConcurrentHashMap<>();
    private static final Path WITH_HOOKS = withHooksAsObjects("0.1.0");

    private Chart() {}

    /// All values files that come with the chart.
    static List<Path> valuesFiles() {
        return Stream.concat(
                        files("ci").stream(),
                        Stream.of("values-small.yaml", "values-large.yaml").map(ROOT::resolve))
                .toList();
    }

    /// Every document, jobs and pods of hooks among them.
    static List<JsonNode> rendered(Path values) {
        return RENDERED.computeIfAbsent(values, file -> documents(template(WITH_HOOKS, file)));
    }

    static List<JsonNode> rendered(String values) {
        return rendered(ROOT.resolve(values));
    }

    /// With these values alone, in YAML.
    static List<JsonNode> renderedWith(String values) {
        Path file = ROOT.resolve("target/values-" + Integer.toHexString(values.hashCode()) + ".yaml");
        write(file, values);
        return rendered(file);
    }

    static List<JsonNode> ofKind(List<JsonNode> documents, String kind) {
        return documents.stream()
                .filter(it -> it.path("kind").asText().equals(kind))
                .toList();
    }

    static JsonNode named(List<JsonNode> documents, String kind, String name) {
        return ofKind(documents, kind).stream()
                .filter(it -> name(it).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + kind + " " + name));
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asText();
    }

    static String template(Path chart, Path values) {
        return new Helm(chart)
                .template()
                .withName("chat")
                .withNamespace("talk")
                .withKubeVersion("1.34.0")
                .withValuesFile(values)
                .call();
    }

    static List<JsonNode> documents(String yaml) {
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return all.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A copy in which hooks are ordinary objects: the library renders no hooks.
    static Path withHooksAsObjects(String version) {
        Path copy = ROOT.resolve("target/chart-" + version);
        for (String part : PARTS) {
            for (Path file : files(part)) {
                Path to = copy.resolve(ROOT.relativize(file));
                String text = text(file).replace("helm.sh/hook:", "example.com/hook:");
                write(
                        to,
                        part.equals("Chart.yaml") ? text.replaceAll("ersion: 0\\.1\\.0", "ersion: " + version) : text);
            }
        }
        return copy;
    }

    static List<Path> files(String part) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(part))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The parts of a list.
    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }
}
