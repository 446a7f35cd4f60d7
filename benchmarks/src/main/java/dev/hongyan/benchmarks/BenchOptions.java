package dev.hongyan.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is run.
///
/// @param home           state folder of the stack; the people are made once in it
/// @param name           last part of the names of the result files
/// @param viaGateway     sockets go through the gateway
/// @param warmUpSeconds  at the highest rate that is carried
/// @param phaseSeconds   length of each measured phase
/// @param rates          fixed rates to measure, messages a second
/// @param receivedSeconds how often a device says what it holds; 0 = never
/// @param memory         measure memory after a long quiet load and nothing else
record BenchOptions(
        Path home,
        String name,
        boolean viaGateway,
        int users,
        int friends,
        int warmUpSeconds,
        int phaseSeconds,
        List<Integer> rates,
        boolean search,
        boolean ceilings,
        int receivedSeconds,
        boolean memory,
        int memorySeconds) {

    static final int MEMORY_SOCKETS = 200;
    static final int MEMORY_RATE = 200;

    static final String USAGE = """
            bench [--quick | --full] [--via-gateway] [--memory] [options]

              --quick            30 s of warm-up, 15 s a rate
              --full             5 minutes a rate
              --via-gateway      sockets through the gateway instead of straight to push-service
              --memory           memory of all processes after 10 minutes at 200 messages/s with 200 sockets
              --users N          people, default 2000          --friends N   of each, default 20
              --warm-up S        seconds, default 180          --seconds S   a rate, default 60
              --rates A,B,…      default 500,1000              --no-search   not the highest rate
              --no-ceilings      not the ceilings beside       --received S  seconds between two `received`, default 5
              --home DIR         state folder                  --name NAME   of the result files
            """;

    static BenchOptions parse(String[] arguments, Path root) {
        Map<String, String> given = new HashMap<>();
        List<String> flags = List.of("quick", "full", "via-gateway", "memory", "no-search", "no-ceilings");
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (flags.contains(option)) {
                given.put(option, "");
            } else if (!option.isEmpty() && i + 1 < arguments.length) {
                given.put(option, arguments[++i]);
            } else {
                throw new IllegalArgumentException("Not understood: " + arguments[i] + "\n\n" + USAGE);
            }
        }
        boolean quick = given.containsKey("quick");
        boolean memory = given.containsKey("memory");
        boolean viaGateway = given.containsKey("via-gateway");
        int seconds = quick ? 15 : given.containsKey("full") ? 300 : 60;
        String name = memory ? "memory" : viaGateway ? "via-gateway" : "direct";
        return new BenchOptions(
                Path.of(given.getOrDefault(
                        "home", root.resolve(".hongyan/bench").toString())),
                given.getOrDefault("name", name),
                viaGateway,
                number(given, "users", 2_000),
                number(given, "friends", 20),
                number(given, "warm-up", quick ? 30 : 180),
                number(given, "seconds", seconds),
                rates(given.getOrDefault("rates", "500,1000")),
                !given.containsKey("no-search"),
                !given.containsKey("no-ceilings"),
                number(given, "received", 5),
                memory,
                number(given, "memory-seconds", 600));
    }

    private static int number(Map<String, String> given, String option, int otherwise) {
        String value = given.getOrDefault(option, Integer.toString(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option + " takes a number, not " + value + "\n\n" + USAGE, e);
        }
    }

    private static List<Integer> rates(String list) {
        List<Integer> rates = new ArrayList<>();
        for (String rate : list.split(",", -1)) {
            if (!rate.isBlank()) {
                rates.add(Integer.parseInt(rate.strip()));
            }
        }
        return rates;
    }
}
