package dev.hongyan.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What went against the promises, counted, with the first of each kind in words. For all threads.
final class Faults {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, String> firsts = new ConcurrentHashMap<>();

    void closed(int person, String why) {
        count("sockets closed", "person " + person + ": " + why);
    }

    void stranger(String what) {
        count("not of this run", what);
    }

    void renumbered(String what) {
        count("answered with two numbers", what);
    }

    void order(boolean again, String what) {
        count(again ? "numbers that came again" : "holes in what came", what);
    }

    void doubled(String what) {
        count("delivered twice", what);
    }

    /// The own message came before its `sent`.
    void overtaken() {
        count("message before its sent", "");
    }

    void unexpected(String frame) {
        count("other frames", frame.substring(0, Math.min(300, frame.length())));
    }

    /// A program of the stack did not live through the run.
    void ended(String program) {
        count("programs that ended", program);
    }

    /// What clients do beside talking did not work.
    void upkeep(String what) {
        count("upkeep that failed", what);
    }

    /// Neither `sent` nor anything else came back.
    void unanswered(String what) {
        count("never answered", what);
    }

    /// The load was given up.
    void stalled(String what) {
        count("stalled", what);
    }

    /// A claim that was neither paid nor refused as it should be, or books that do not agree.
    void claim(String what) {
        count("claims", what);
    }

    void lost(String what) {
        count("lost", what);
    }

    Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }

    Map<String, String> firsts() {
        return new LinkedHashMap<>(firsts);
    }

    private void count(String kind, String what) {
        counts.merge(kind, 1L, Long::sum);
        firsts.putIfAbsent(kind, what);
    }
}
