package dev.hongyan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of values in the README is made of `values.yaml`.
class ValuesTableTest {
    private static final Pattern VALUE = Pattern.compile("^( *)([A-Za-z]\\w*):(.*)$");
    private static final String BEGIN = "<!-- values: begin -->\n";
    private static final String END = "<!-- values: end -->\n";
    private static final Path README = Chart.ROOT.resolve("README.md");

    @Test
    void isWhatTheFileSays() throws IOException {
        String readme = Chart.text(README);
        String before = readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length());
        String made = before + table() + readme.substring(readme.indexOf(END));
        if (Boolean.getBoolean("hongyan.values.accept")) {
            Chart.write(README, made);
        }
        assertThat(Chart.text(README))
                .as("./mvnw -f k8s/pom.xml test -Dhongyan.values.accept=true accepts the change")
                .isEqualTo(made);
    }

    /// A row for every value that has a comment or is the last on its way.
    private static String table() throws IOException {
        JsonNode values = Chart.YAML.readTree(Chart.text(Chart.ROOT.resolve("values.yaml")));
        List<String> rows = new ArrayList<>(List.of("| value | default | |", "| --- | --- | --- |"));
        Deque<String> path = new ArrayDeque<>();
        String comment = "";
        for (String line :
                Chart.text(Chart.ROOT.resolve("values.yaml")).lines().skip(2).toList()) {
            Matcher value = VALUE.matcher(line);
            if (line.strip().startsWith("#")) {
                comment = (comment + " " + line.strip().substring(1).strip()).strip();
            } else if (value.matches()) {
                while (path.size() > value.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(value.group(2));
                JsonNode standard = values.at("/" + String.join("/", path));
                boolean last = !standard.isObject() || standard.isEmpty();
                if (last || !comment.isEmpty()) {
                    String shown = last ? "`" + standard + "`" : "";
                    rows.add("| `" + String.join(".", path) + "` | " + shown + " | " + comment + " |");
                }
                comment = "";
            } else {
                comment = "";
            }
        }
        return rows.stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
