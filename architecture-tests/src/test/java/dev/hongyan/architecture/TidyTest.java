package dev.hongyan.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TidyTest {
    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
    private static final Pattern MIGRATION = Pattern.compile("V\\d{3}__[a-z0-9_]+\\.sql");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    /// The same numbers as in `docs/adr/0002`, which says by what it was raised.
    @Test
    void serviceKitKeepsItsBudget() {
        List<Path> files = Tree.files("service-kit/src/main", ".java");
        assertThat(files).as("files of service-kit").hasSizeLessThanOrEqualTo(47);
        long lines = files.stream()
                .mapToLong(file -> Tree.text(file).lines().count())
                .sum();
        assertThat(lines).as("lines of service-kit").isLessThanOrEqualTo(3_700);
    }

    @Test
    void decisionsAreNumberedWithoutGapsAndTitledByTheirNumber() {
        List<Path> decisions = Tree.files("docs/adr", ".md").stream().sorted().toList();
        assertThat(decisions).isNotEmpty();
        for (int i = 0; i < decisions.size(); i++) {
            String number = "%04d".formatted(i + 1);
            assertThat(decisions.get(i).getFileName().toString()).startsWith(number + "-");
            assertThat(Tree.text(decisions.get(i))).startsWith("# " + number + " ");
            assertThat(Tree.text(decisions.get(i)).lines().count()).isLessThanOrEqualTo(80);
        }
    }

    @Test
    void migrationsAreNumberedAndNamed() {
        for (Path migration : Tree.files("", ".sql")) {
            if (migration.toString().contains("db/migration")) {
                assertThat(migration.getFileName().toString()).matches(MIGRATION);
            }
        }
    }

    @Test
    void everyPackageIntroducesItself() {
        for (Path source : Tree.files("", ".java")) {
            if (source.toString().contains("src/main/java")) {
                assertThat(source.resolveSibling("package-info.java"))
                        .as(source.toString())
                        .exists();
            }
        }
        for (Path info : Tree.files("", "package-info.java")) {
            assertThat(Tree.text(info)).as(info.toString()).contains("@NullMarked");
            if (info.toString().contains("src/main/java")) {
                assertThat(Tree.text(info)).as(info.toString()).contains("///");
            }
        }
    }

    @Test
    void readmeShowsTheTwoCommandsAtOnceAndAllModules() {
        String readme = Tree.text(Tree.ROOT.resolve("README.md"));
        List<String> head = readme.lines().limit(25).toList();
        assertThat(head).anyMatch(line -> line.contains("./hongyan up"));
        assertThat(head).anyMatch(line -> line.contains("./hongyan test"));
        assertThat(readme.lines().count()).isLessThanOrEqualTo(120);
        Matcher module = MODULE.matcher(Tree.text(Tree.ROOT.resolve("pom.xml")));
        while (module.find()) {
            String name = module.group(1).replaceFirst("/.*", "");
            assertThat(readme).as("module table of the README").contains("`" + name + "/`");
        }
    }

    @Test
    void linksInDocumentsLeadSomewhere() {
        for (Path document : Tree.files("", ".md")) {
            Matcher link = LINK.matcher(Tree.text(document));
            while (link.find()) {
                Path target = document.resolveSibling(link.group(1)).normalize();
                assertThat(Files.exists(target))
                        .as("%s links to %s", document, link.group(1))
                        .isTrue();
            }
        }
    }

    /// `./hongyan test` ends with the phase `test`: what hangs on a later one would never run. See docs/adr/0017.
    @Test
    void nothingIsTestedAfterThePhaseTest() {
        Pattern later = Pattern.compile("maven-failsafe-plugin|<(phase|goal)>[a-z-]*(integration-test|verify)</");
        List<Path> projects = Tree.files("", "/pom.xml");
        assertThat(projects).hasSizeGreaterThan(10);
        for (Path project : projects) {
            assertThat(later.matcher(Tree.text(project)).results().map(MatchResult::group))
                    .as(project.toString())
                    .isEmpty();
        }
    }

    @Test
    void testsDoNotSleepAndAreNotSwitchedOff() {
        Pattern banned = Pattern.compile("Thread\\.sleep\\(|@Disabled|@Ignore|org\\.mockito");
        for (Path source : Tree.files("", ".java")) {
            if (source.toString().contains("src/test/java")
                    && !source.getFileName().toString().equals("TidyTest.java")) {
                assertThat(banned.matcher(Tree.text(source)).find())
                        .as(source.toString())
                        .isFalse();
            }
        }
    }
}
