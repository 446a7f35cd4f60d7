package dev.hongyan.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the programs say of themselves in their sources.
final class Sources {
    private static final List<String> MODULES = List.of(
            "service-kit", "user-service", "message-service", "group-service", "redpacket-service", "push-service");
    private static final Pattern KEY = Pattern.compile("(?m)^(?:%\\w+\\.)?([\\w.\"-]+)=");
    private static final Pattern PROPERTY = Pattern.compile("ConfigProperty\\(name = \"([\\w.-]+)\"");
    private static final Pattern MAPPING = Pattern.compile(
            "@ConfigMapping\\(prefix = \"([\\w.-]+)\"\\)\\s+(?:public )?interface \\w+ \\{(.*?)\n {0,4}}",
            Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("(?m)^ +[\\w<>]+ (\\w+)\\(\\);");
    private static final Pattern VARIABLE = Pattern.compile("(HONGYAN_[A-Z_]+)");
    /// Counters end in `_total`, timers in `_seconds`, both whether their name says so or not.
    private static final Pattern METER = Pattern.compile(
            "\\b(counter|timer|summary|gauge|Counter\\.builder|Timer\\.builder|Gauge\\.builder|TimeGauge\\.builder|DistributionSummary\\.builder)"
                    + "\\(\\s*\"(im_\\w+)\"");
    private static final Pattern GATEWAY_METER = Pattern.compile("# TYPE (\\w+) \\w+");

    private Sources() {}

    static List<String> modules() {
        return MODULES.stream()
                .filter(it -> Files.exists(Chart.TREE.resolve(it).resolve("pom.xml")))
                .toList();
    }

    /// The variables of the environment that our own settings can come from.
    static Set<String> variables() {
        Set<String> names = new TreeSet<>();
        for (String module : modules()) {
            for (Path file : files(module, ".properties")) {
                find(KEY, file).forEach(it -> names.add(variable(it.group(1))));
                find(VARIABLE, file).forEach(it -> names.add(it.group(1)));
            }
            for (Path file : files(module, ".java")) {
                find(PROPERTY, file).forEach(it -> names.add(variable(it.group(1))));
                find(MAPPING, file)
                        .forEach(mapping -> METHOD.matcher(mapping.group(2))
                                .results()
                                .forEach(it -> names.add(variable(mapping.group(1) + "." + kebab(it.group(1))))));
            }
        }
        return names;
    }

    static Set<String> gatewayVariables() {
        Path config = Chart.TREE.resolve("gateway/src/main/java/dev/hongyan/gateway/GatewayConfig.java");
        return find(VARIABLE, config).map(it -> it.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /// What Prometheus reads of our own meters.
    static Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        for (String module : modules()) {
            for (Path file : files(module, ".java")) {
                find(METER, file).forEach(it -> names.addAll(exported(it.group(1), it.group(2))));
            }
        }
        for (Path file : files("gateway", ".java")) {
            find(GATEWAY_METER, file).forEach(it -> names.add(it.group(1)));
        }
        return names;
    }

    static String all(String suffix) {
        return Stream.concat(modules().stream(), Stream.of("gateway", "contracts"))
                .flatMap(module -> files(module, suffix).stream())
                .map(Chart::text)
                .collect(Collectors.joining("\n"));
    }

    static String serviceEnvironment() {
        return Chart.text(Chart.TREE.resolve("gateway/src/main/java/dev/hongyan/launcher/ServiceEnvironment.java"));
    }

    static Stream<MatchResult> find(Pattern pattern, Path file) {
        return pattern.matcher(Chart.text(file)).results();
    }

    private static Set<String> exported(String kind, String name) {
        return switch (kind.toLowerCase(Locale.ROOT).replace(".builder", "")) {
            case "counter" -> Set.of(name.endsWith("_total") ? name : name + "_total");
            case "gauge" -> Set.of(name);
            case "timegauge" -> Set.of(name + "_seconds");
            case "timer" -> parts(name.endsWith("_seconds") ? name : name + "_seconds");
            default -> parts(name);
        };
    }

    private static Set<String> parts(String name) {
        return Set.of(name + "_count", name + "_sum", name + "_max");
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static List<Path> files(String module, String suffix) {
        try (Stream<Path> files = Files.walk(Chart.TREE.resolve(module).resolve("src/main"))) {
            return files.filter(it -> it.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
