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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell script, in a tree of its own with played JDKs.
class ScriptTest {
    private static final List<String> PROGRAMS = List.of(
            "awk", "cat", "cksum", "cp", "dirname", "find", "grep", "head", "ls", "mkdir", "mktemp", "mv", "rm", "sed",
            "sh", "sort", "tee", "tr", "xargs");

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

    @Test
    void runsACopyThatNoBuildTouches() throws Exception {
        Path home = tree.resolve("state");
        String up = runUp(home);
        assertThat(up).contains("dev.hongyan.launcher.Main up --home " + home);
        assertThat(copies(home)).hasSize(1);
        Path copy = copies(home).getFirst();
        assertThat(up)
                .contains("-Dhongyan.packages=" + copy + " ")
                .contains("-cp " + copy + "/gateway/target/gateway-1.jar:" + copy + "/gateway/target/lib/*");
        assertThat(copy.resolve("user-service/target/quarkus-app/quarkus-run.jar"))
                .hasContent("built 1");

        assertThat(runUp(home)).doesNotContain("mvnw with");
        assertThat(copies(home)).containsExactly(copy);

        Files.writeString(tree.resolve("user-service/pom.xml"), "changed");
        assertThat(runUp(home)).contains("mvnw with");
        assertThat(copies(home)).hasSize(2).contains(copy);
        assertThat(copy.resolve("user-service/target/quarkus-app/quarkus-run.jar"))
                .hasContent("built 1");
    }

    @Test
    void doesNotRunScenariosToWriteTheContracts() throws Exception {
        Path right = jdk("given", "25.0.3");
        playMaven("echo \"mvnw $*\"");
        assertThat(script(List.of("contracts"), "JAVA_HOME", right.toString())).contains("0 passed, 0 failed");
        assertThat(tree.resolve(".hongyan/logs/test.log"))
                .content()
                .contains("test -pl !e2e,!benchmarks,!architecture-tests -Dhongyan.contracts.accept=true");
    }

    private static List<Path> copies(Path home) throws IOException {
        try (Stream<Path> copies = Files.list(home.resolve("run/packages"))) {
            return copies.toList();
        }
    }

    /// With a played Maven that makes packages of another content each time.
    private String runUp(Path home) throws Exception {
        Path right = jdk("given", "25.0.3");
        for (String module : List.of("gateway", "user-service")) {
            Files.createDirectories(tree.resolve(module));
            if (Files.notExists(tree.resolve(module + "/pom.xml"))) {
                Files.writeString(tree.resolve(module + "/pom.xml"), "first");
            }
        }
        Files.writeString(tree.resolve("pom.xml"), "");
        playMaven("""
                mkdir -p gateway/target/lib user-service/target/quarkus-app
                echo run >>target.count
                echo "[INFO] Building Hongyan mvnw with $JAVA_HOME"
                echo gateway >gateway/target/gateway-1.jar
                printf 'built %s' "$(grep -c run target.count)" >user-service/target/quarkus-app/quarkus-run.jar""");
        return script(List.of("up", "--home", home.toString()), "JAVA_HOME", right.toString());
    }

    /// Runs `./hongyan format`, which needs a JDK and then calls Maven, here a played one.
    private String run(String... environment) throws Exception {
        playMaven("echo \"mvnw with $JAVA_HOME\"");
        return script(List.of("format"), environment);
    }

    private void playMaven(String script) throws IOException {
        Files.writeString(tree.resolve("mvnw"), "#!/bin/sh\n" + script + "\n");
        assertThat(tree.resolve("mvnw").toFile().setExecutable(true)).isTrue();
    }

    private String script(List<String> arguments, String... environment) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", tree.resolve("hongyan").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        List<String> inherited = new ArrayList<>(List.of("JAVA_HOME", "HONGYAN_HOME", "LC_ALL", "LC_MESSAGES", "LANG"));
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
        for (String program : PROGRAMS) {
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
            Files.writeString(
                    file, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2026-01-01' >&2\necho \"$*\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return home;
    }
}
