package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir
    Path folder;

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Queue<Program> programs = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        programs.forEach(Program::close);
    }

    @Test
    void comesBackAfterItWasKilled() {
        Program program = program("sleep 60");
        program.start();
        long first = program.child().pid();

        program.child().kill9();

        await().atMost(Duration.ofSeconds(10)).until(() -> program.child().pid() != first && program.ready());
        assertThat(said).singleElement().asString().contains("sleeper", "137");
        assertThat(new Home(folder).recorded().get("sleeper"))
                .isEqualTo(new Home.Running(program.child().pid(), 1));
    }

    @Test
    void staysAwayWhenItWasStoppedUntilItIsStarted() {
        Program program = program("sleep 60");
        program.start();
        program.stop();

        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(3))
                .until(() -> !program.child().alive());
        assertThat(new Home(folder).recorded()).isEmpty();

        program.start();
        assertThat(program.ready()).isTrue();
        assertThat(said).isEmpty();
    }

    @Test
    void saysNothingOfAnEndInTheMidstOfAnotherStart() {
        AtomicReference<@Nullable Program> self = new AtomicReference<>();
        Program program = program(
                () -> {
                    Program before = self.get();
                    if (before != null) {
                        before.child().kill9();
                        await().during(Duration.ofMillis(500)).until(said::isEmpty);
                    }
                    return child("sleep 60");
                },
                () -> true);
        program.start();
        long first = program.child().pid();
        self.set(program);

        program.start();

        assertThat(program.child().pid()).isNotEqualTo(first);
        await().during(Duration.ofMillis(500)).until(said::isEmpty);
        assertThat(program.ready()).isTrue();
    }

    @Test
    void comesBackAfterAFailureThatNobodyThoughtOf() {
        AtomicInteger launches = new AtomicInteger();
        Program program = program(
                () -> {
                    if (launches.incrementAndGet() == 2) {
                        throw new UncheckedIOException(new IOException("No space left on device"));
                    }
                    return child("sleep 60");
                },
                () -> true);
        program.start();

        program.child().kill9();

        await().atMost(Duration.ofSeconds(15)).until(() -> launches.get() == 3 && program.ready());
        assertThat(said).anySatisfy(line -> assertThat(line).contains("sleeper", "No space left"));
    }

    @Test
    void tellsWhyItDidNotStart() {
        assertThatThrownBy(() -> program("echo no table; exit 3").start())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("sleeper ended while starting (exit code 3)")
                .hasMessageContaining("sleeper.log")
                .hasMessageContaining("no table");
    }

    @Test
    void isKnownAndCanBeEndedWhileItIsStillStarting() throws Exception {
        Program program = program("exec sleep 61", () -> false);
        Thread starting = Thread.ofVirtual().start(() -> {
            assertThatThrownBy(program::start).hasMessageContaining("ended while starting");
        });
        await().atMost(Duration.ofSeconds(5))
                .until(() -> new Home(folder).recorded().containsKey("sleeper"));

        program.close();

        assertThat(program.child().alive()).isFalse();
        assertThat(starting.join(Duration.ofSeconds(5))).isTrue();
        assertThat(new Home(folder).recorded()).isEmpty();
    }

    @Test
    void putsALogAsideThatHasGrownLarge() throws Exception {
        Path log = new Home(folder).log("sleeper");
        Files.createDirectories(log.getParent());
        try (RandomAccessFile large = new RandomAccessFile(log.toFile(), "rw")) {
            large.setLength(20_000_001);
        }

        program("sleep 60").start();

        assertThat(log).isEmptyFile();
        assertThat(log.resolveSibling("sleeper.log.old")).hasSize(20_000_001);
    }

    private Program program(String script) {
        return program(script, () -> script.startsWith("sleep"));
    }

    private Program program(String script, BooleanSupplier ready) {
        return program(() -> child(script), ready);
    }

    private Program program(Supplier<Child> launch, BooleanSupplier ready) {
        Program.Kind kind = new Program.Kind("sleeper", 1, "TERM", launch, ready);
        Program program = new Program(kind, new Home(folder), said::add);
        programs.add(program);
        return program;
    }

    private Child child(String script) {
        Path log = new Home(folder).log("sleeper");
        return Child.start("sleeper", List.of("sh", "-c", script), Map.of(), log);
    }
}
