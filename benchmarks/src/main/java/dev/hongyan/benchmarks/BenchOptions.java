package dev.hongyan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What is run: one-to-one messages, a group, or connections.
///
/// @param viaGateway sockets go through the gateway
/// @param memory     measure memory after a long quiet load and nothing else
record BenchOptions(Common common, boolean viaGateway, boolean memory, int memorySeconds) {

    /// @param home            state folder of the stack; the people are made once in it
    /// @param name            last part of the names of the result files
    /// @param friends         of each of the people
    /// @param warmUpSeconds   at the highest rate that is carried
    /// @param phaseSeconds    length of each measured phase
    /// @param rates           fixed rates to measure, messages a second
    /// @param search          whether the highest rate is looked for
    /// @param receivedSeconds how often a device says what it holds; 0 = never
    record Common(
            Path home,
            String name,
            int users,
            int friends,
            int warmUpSeconds,
            int phaseSeconds,
            List<Integer> rates,
            boolean search,
            boolean ceilings,
            int receivedSeconds) {}

    /// @param members    of the group, all of them online
    /// @param senders    how many of them send
    /// @param bystanders people who are not in it and talk with one another
    /// @param restSeconds how long single sends into the quiet group are measured
    record Group(Common common, int members, int senders, int bystanders, int restSeconds) {}

    /// @param sizes   numbers of open sockets at which memory is measured, rising
    /// @param dropped how many sockets are broken off at once
    /// @param atOnce  how many are being opened at the same time
    record Connections(Common common, List<Integer> sizes, int dropped, int atOnce) {}

    /// @param crowd    clients that tap at the same moment
    /// @param distinct packets of one share each
    /// @param refusals claims on a finished packet
    /// @param warmUps  packets that are emptied before
    record Packets(Common common, int crowd, int distinct, int refusals, int warmUps) {}

    /// @param folder   for the state folders and the backup; deleted at the end
    /// @param messages to be there at least
    /// @param postings of the ledger
    record Restore(Common common, Path folder, int messages, int postings) {}

    /// @param rounds how often each service is started
    record Starts(Common common, int rounds) {}

    static final int MEMORY_SOCKETS = 200;
    static final int MEMORY_RATE = 200;

    static final String USAGE = """
            bench [--quick | --full] [--via-gateway] [--memory] [options]     one-to-one messages
            bench group [--quick] [options]                                    a group of 1,000
            bench packets [--quick] [options]                                  red packets: hot, finished, distinct
            bench connections [--quick] [options]                              idle memory, opening, all dropped
            bench restore [--quick] [options]                                  a filled system backed up and put back
            bench starts [--rounds N]                                          each service to ready, default 5

              --quick            short phases: orientation, no figures
              --full             5 minutes a rate
              --via-gateway      sockets through the gateway instead of straight to push-service
              --memory           memory of all processes after 10 minutes at 200 messages/s with 200 sockets

              --users N          people, default 2000          --friends N   of each, default 20; connections: 4
              --warm-up S        seconds, default 180          --seconds S   a rate, default 60
              --rates A,B,…      default 500,1000; group: 50,200
              --no-search        not the highest rate          --no-ceilings not the ceilings beside
              --received S       seconds between two `received`, default 5
              --home DIR         state folder                  --name NAME   of the result files

              group:             --members N, default 1000     --senders N   of them, default 20
                                 --bystanders N, default 200   --rest S      seconds at rest, default 60
              packets:           --crowd N, default 1000       --distinct N, default 5000
                                 --refusals N, default 10000   --warm-ups N, packets, default 6
              connections:       --sizes A,B,… default 2000,10000 (as many people as the last)
                                 --dropped N, default 2000     --at-once N   opened at a time, default 200
              restore:           --messages N, default 1000000 --postings N, default 100000
                                 --home DIR   new or empty, and deleted at the end
            """;

    private static final Set<String> COMMON =
            Set.of("users", "friends", "warm-up", "seconds", "rates", "received", "home", "name");
    private static final int PEOPLE = 2_000;

    static BenchOptions direct(List<String> words, Path root) {
        Arguments given = parse(
                words,
                Set.of("quick", "full", "via-gateway", "memory", "no-search", "no-ceilings"),
                Set.of("memory-seconds"));
        boolean memory = given.has("memory");
        boolean viaGateway = given.has("via-gateway");
        String name = memory ? "memory" : viaGateway ? "via-gateway" : "direct";
        return new BenchOptions(
                common(given, home(root, ""), name, PEOPLE, 20, "500,1000"),
                viaGateway,
                memory,
                given.number("memory-seconds", 600));
    }

    static Group group(List<String> words, Path root) {
        Arguments given = parse(
                words, Set.of("quick", "no-search", "no-ceilings"), Set.of("members", "senders", "bystanders", "rest"));
        Group group = new Group(
                common(given, home(root, "-group"), "group", PEOPLE, 20, "50,200"),
                given.number("members", 1_000),
                given.number("senders", 20),
                given.number("bystanders", 200),
                given.number("rest", given.has("quick") ? 20 : 60));
        if (group.members + group.bystanders > group.common.users || group.senders > group.members) {
            throw new IllegalArgumentException("So many members, senders and bystanders are not there");
        }
        return group;
    }

    static Packets packets(List<String> words, Path root) {
        Arguments given =
                parse(words, Set.of("quick", "no-ceilings"), Set.of("crowd", "distinct", "refusals", "warm-ups"));
        boolean quick = given.has("quick");
        return new Packets(
                common(given, home(root, "-packets"), "packets", quick ? 1_000 : 10_000, 0, ""),
                given.number("crowd", 1_000),
                given.number("distinct", quick ? 500 : 5_000),
                given.number("refusals", quick ? 2_000 : 10_000),
                given.number("warm-ups", 6));
    }

    static Connections connections(List<String> words, Path root) {
        Arguments given = parse(words, Set.of("quick", "no-ceilings"), Set.of("sizes", "dropped", "at-once"));
        List<Integer> sizes =
                List.copyOf(new TreeSet<>(given.numbers("sizes", given.has("quick") ? "500,2000" : "2000,10000")));
        int most = sizes.isEmpty() ? 0 : sizes.getLast();
        Common common = common(given, home(root, "-connections"), "connections", most, 4, "");
        int dropped = given.number("dropped", Math.min(PEOPLE, most));
        if (most == 0 || common.users < most || dropped > most) {
            throw new IllegalArgumentException("So many people are not there");
        }
        return new Connections(common, sizes, dropped, given.number("at-once", 200));
    }

    static Restore restore(List<String> words, Path root, Map<String, String> environment) {
        Arguments given = Arguments.parse(words, Set.of("quick"), Set.of("messages", "postings", "home", "name"));
        Path folder = Path.of(given.text(
                        "home", root.resolve(".hongyan/bench-restore").toString()))
                .toAbsolutePath()
                .normalize();
        if (!environment.getOrDefault("HONGYAN_POSTGRES_URL", "").isEmpty()) {
            throw new IllegalArgumentException("A restore is run on own servers only: without HONGYAN_POSTGRES_URL");
        }
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new IllegalArgumentException("It is deleted at the end, so it may hold nothing: " + folder);
        }
        boolean quick = given.has("quick");
        Common common = new Common(
                folder.resolve("state"),
                given.text("name", "restore"),
                quick ? 40 : 200,
                quick ? 4 : 10,
                0,
                0,
                List.of(),
                false,
                false,
                0);
        int messages = given.number("messages", quick ? 50_000 : 1_000_000);
        return new Restore(common, folder, messages, given.number("postings", quick ? 5_000 : 100_000));
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException noFolder) {
            return false;
        }
    }

    static Starts starts(List<String> words, Path root) {
        Arguments given = parse(words, Set.of(), Set.of("rounds"));
        return new Starts(common(given, home(root, ""), "starts", 0, 0, ""), given.number("rounds", 5));
    }

    private static Arguments parse(List<String> words, Set<String> flags, Set<String> options) {
        Set<String> all = new TreeSet<>(COMMON);
        all.addAll(options);
        return Arguments.parse(words, flags, all);
    }

    /// Groups of thousands and lines of red packets would be in the figures of those who only talk in pairs.
    private static Path home(Path root, String of) {
        return root.resolve(".hongyan/bench" + of);
    }

    private static Common common(Arguments given, Path home, String name, int users, int friends, String rates) {
        boolean quick = given.has("quick");
        int seconds = quick ? 15 : given.has("full") ? 300 : 60;
        return new Common(
                Path.of(given.text("home", home.toString())),
                given.text("name", name),
                given.number("users", users),
                given.number("friends", friends),
                given.number("warm-up", quick ? 30 : 180),
                given.number("seconds", seconds),
                given.numbers("rates", rates),
                !given.has("no-search"),
                !given.has("no-ceilings"),
                given.number("received", 5));
    }
}
