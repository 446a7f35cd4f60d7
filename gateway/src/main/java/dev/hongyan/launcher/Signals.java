package dev.hongyan.launcher;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Signals that the JDK cannot send itself.
final class Signals {
    private Signals() {}

    /// True when the process was there. The shell's own `kill` is used: small systems have no such program.
    static boolean send(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor(10, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
