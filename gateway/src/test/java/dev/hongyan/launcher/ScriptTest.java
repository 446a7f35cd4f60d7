package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell script, in a tree of its own with played JDKs.
class ScriptTest {
    @TempDir
    Path tree;

    @BeforeEach
    void copyTheScript() throws IOException {
        Files.copy(Home.findRoot().resolve("hongyan"), tree.resolve("hongyan"));
        Files.createDirectories(tree.resolve("empty"));
    }

    @Test
    void takesTheJdkOfTheEnvironmentWhenItIsTheRightOne() throws Exception {
        Path right = jdk("given", "25.0.3");
        jdk("jvm/other", "25.0.1");
        assertThat(run("JAVA_HOME", right.toString(), "HONGYAN_JVM_FOLDER", tree + "/jvm"))
                .contains("mvnw with " + right);
    }

    @Test
    void looksInTheUsualFoldersWhenTheEnvironmentNamesAnOlderOne() throws Exception {
        Path old = jdk("old", "17.0.15");
        jdk("jvm/a-jdk-17", "17.0.15");
        jdk("jvm/b-jdk-250", "250");
        Path right = jdk("jvm/c-jdk-25", "25");
        assertThat(run("JAVA_HOME", old.toString(), "HONGYAN_JVM_FOLDER", tree + "/jvm"))
                .contains("mvnw with " + right);
    }

    @Test
    void saysInOneSentenceWhenThereIsNone() throws Exception {
        assertThat(run("HONGYAN_JVM_FOLDER", tree + "/empty", "LANG", "en_US.UTF-8"))
                .contains("Hongyan needs JDK 25 and found none.")
                .hasLineCount(1);
        assertThat(run("HONGYAN_JVM_FOLDER", tree + "/empty", "LANG", "zh_CN.UTF-8"))
                .contains("鸿雁需要 JDK 25");
    }

    /// Runs `./hongyan format`, which needs a JDK and then calls Maven, here a played one.
    private String run(String... environment) throws Exception {
        Files.writeString(tree.resolve("mvnw"), "#!/bin/sh\necho \"mvnw with $JAVA_HOME\"\n");
        assertThat(tree.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder("sh", tree.resolve("hongyan").toString(), "format").redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        List<String> inherited = new ArrayList<>(List.of("JAVA_HOME", "LC_ALL", "LC_MESSAGES", "LANG"));
        inherited.forEach(variables::remove);
        variables.put("HOME", tree.resolve("empty").toString());
        variables.put("PATH", withoutJava(variables.getOrDefault("PATH", "")));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        Process script = builder.start();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /// The programs of the path but `java`, in a folder of links.
    private String withoutJava(String path) throws IOException {
        Path links = Files.createDirectories(tree.resolve("bin"));
        for (String program : List.of("sh", "sed", "grep", "dirname", "cat", "ls", "find", "awk")) {
            for (String folder : Arrays.asList(path.split(":", -1))) {
                Path found = Path.of(folder, program);
                if (Files.isExecutable(found) && Files.notExists(links.resolve(program))) {
                    Files.createSymbolicLink(links.resolve(program), found);
                }
            }
        }
        return links.toString();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = tree.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Path file = home.resolve("bin").resolve(program);
            Files.writeString(file, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2026-01-01' >&2\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return home;
    }
}
