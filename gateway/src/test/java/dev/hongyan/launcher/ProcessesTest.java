package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    @Test
    void knowsAProcessByAMarkFarDownItsCommandLine() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "read line", "sh", "x".repeat(10_000), "the-mark").start();
        try {
            assertThat(Processes.find(process.pid(), "the-mark")).isPresent();
            assertThat(Processes.find(process.pid(), "another-mark")).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }
}
