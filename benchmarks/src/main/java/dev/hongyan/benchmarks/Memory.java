package dev.hongyan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Memory of one JVM after a full collection, in KiB.
///
/// @param resident all pages of the process that are in memory
/// @param pss      the same, with pages that others have too counted in parts
/// @param heap     what lives in its heap
record Memory(long resident, long pss, long heap) {
    private static final Pattern USED = Pattern.compile("(?:total [0-9]+K, |)used ([0-9]+)K");

    /// Collects twice: what finalizers and reference queues let go at the first time falls at the second.
    static Memory of(long pid) {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        long heap = 0;
        for (String line : jcmd(pid, "GC.heap_info").lines().toList()) {
            Matcher used = USED.matcher(line);
            if (!line.contains("Metaspace") && !line.contains("class space") && line.contains("total") && used.find()) {
                heap += Long.parseLong(used.group(1));
            }
        }
        return new Memory(rollup(pid, "Rss:"), rollup(pid, "Pss:"), heap);
    }

    private static long rollup(long pid, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup"))
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(long pid, String command) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(program, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + " said: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
