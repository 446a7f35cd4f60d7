package dev.hongyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.launcher.Backup;
import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Options;
import dev.hongyan.launcher.Restore;
import dev.hongyan.launcher.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Backs a filled system up while it runs, loses it, brings it back on a machine that has nothing, and then
/// message-service alone beside databases that have gone on; and proves each time what came.
final class RestoreRun implements Bench.Run {
    private static final long GROWTH = 1_000_000;
    private static final int WRITTEN_IN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String GAPS = """
            select count(*) from (select conversation from message group by conversation having
              (max(seq) - count(*) + count(*) filter (where sender is null and content like '%"event":"restored"%'))
              % 1000000 <> 0) gaps""";
    private static final String HEADS = """
            select count(*) from conversation c left join lateral
              (select max(seq) as top from message m where m.conversation = c.id) m on true
            where c.head <> coalesce(m.top, 0)""";
    private static final String UNSETTLED = "select (select count(*) from self_line) + (select count(*) from outbox)";
    private static final String WALLETS = "select count(*) from account where kind = 'wallet'";

    private final BenchOptions.Restore options;
    private final World world;
    private final Faults faults = new Faults();
    private final Table steps = new Table("What took how long", "step", "seconds");
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<UUID, Long> heads = new HashMap<>();
    private Contents log = new Contents(Map.of());
    private Contents ledger = new Contents(Map.of());
    private String packet = "";
    private Path home;
    private int stage;
    private long begun;

    RestoreRun(BenchOptions.Restore options) {
        this.options = options;
        this.home = options.common().home();
        this.world = World.open(
                options.folder(), options.common().users(), options.common().friends());
    }

    @Override
    public BenchOptions.Common common() {
        return options.common();
    }

    @Override
    public List<UnaryOperator<Options>> stages() {
        return List.of(
                first -> {
                    home = first.home();
                    return starting(first);
                },
                second -> {
                    timed(
                            "restore of everything, where nothing is",
                            () -> Restore.of(beside("restored"), beside("backup"), null)
                                    .run());
                    return starting(second.home(beside("restored")));
                },
                third -> {
                    timed(
                            "restore of message-service alone",
                            () -> Restore.of(beside("restored"), beside("backup"), Service.MESSAGE)
                                    .run());
                    return starting(third.home(beside("restored")));
                });
    }

    @Override
    public void run(Stack stack, Report report) {
        switch (stage++) {
            case 0 -> {
                took("start, nothing in it");
                fill(stack, report);
            }
            case 1 -> prove(stack, 1);
            default -> {
                prove(stack, 2);
                report.add(steps);
                report.json("seconds", seconds);
                report.outcome(
                        "Compared with what was backed up: %d conversations twice, the ledger once."
                                .formatted(heads.size()),
                        faults);
            }
        }
    }

    /// Deletes what it has made, and nothing else.
    @Override
    public void end() {
        try (Stream<Path> files = Files.walk(options.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(Stack stack, Report report) {
        Cluster cluster = stack.cluster();
        Settling.settle(world, stack.http());
        await("everybody's wallet", () -> inLedger(cluster, WALLETS) >= world.size());
        System.out.println("Messages and postings …");
        begun = System.nanoTime();
        report.fact("messages filled in", Filling.messages(cluster, options.messages()));
        Filling.postings(cluster, options.postings());
        report.fact("postings", inLedger(cluster, "select count(*) from posting"));
        took("filling in, by SQL");
        packet = packet(stack.http());
        await("lines and events to be carried", () -> inLedger(cluster, UNSETTLED) == 0);
        heads.putAll(stack.database().heads());
        report.fact("conversations", heads.size());
        begun = System.nanoTime();
        log = Contents.ofLog(cluster);
        ledger = Contents.ofLedger(cluster);
        took("digests of log and ledger");
        timed("backup, while it runs", () -> new Backup(home, beside("backup")).run());
        report.fact("the backup", bytes(beside("backup")) / 1_000_000 + " MB");
        // Lost with the machine: nobody may find them later, and the packet can be claimed once more.
        write(stack);
        claim(stack);
    }

    private void prove(Stack stack, int generation) {
        Cluster cluster = stack.cluster();
        took(generation == 1 ? "start on what was restored" : "start on message-service of then");
        begun = System.nanoTime();
        log.differences(Contents.ofLog(cluster)).forEach(faults::lost);
        if (generation == 1) {
            ledger.differences(Contents.ofLedger(cluster)).forEach(faults::lost);
        }
        took(generation == 1 ? "digests compared" : "digests of the log compared");
        equal("the generation", generation, inLog(cluster, "select max(generation) from restoration"));
        Map<UUID, Long> given = write(stack);
        given.forEach((conversation, seq) -> equal(
                "the first message in " + conversation,
                heads.getOrDefault(conversation, 0L) + generation * GROWTH + 1,
                seq));
        equal("conversations with gaps", 0, inLog(cluster, GAPS));
        equal("conversations with another head", 0, inLog(cluster, HEADS));
        if (generation == 1) {
            claim(stack);
        }
        begun = System.nanoTime();
        verify(cluster);
        took("the ledger's verifier");
    }

    /// The first message into some of the conversations: which numbers they have got.
    private Map<UUID, Long> write(Stack stack) {
        Map<UUID, Long> given = new HashMap<>();
        List<World.Conversation> all = world.conversations(world.size());
        for (World.Conversation conversation : all.subList(0, Math.min(WRITTEN_IN, all.size()))) {
            String token = token(stack.http(), conversation.one());
            JsonNode sent = stack.http()
                    .post(
                            "/api/conversations/" + conversation.id() + "/messages",
                            token,
                            Map.of("id", Ids.v7().toString(), "type", "text", "body", Map.of("text", "征雁")));
            given.put(conversation.id(), sent.path("seq").asLong());
        }
        return given;
    }

    private String packet(Http http) {
        World.Conversation conversation = world.conversations(world.size()).getFirst();
        String token = token(http, conversation.one());
        http.pay("/api/wallet/top-ups", token, Map.of("amount", 1_000));
        Map<String, Object> body =
                Map.of("conversation", conversation.id().toString(), "kind", "lucky", "total", 100, "count", 1);
        return http.pay("/api/red-packets", token, body).path("id").asText();
    }

    private void claim(Stack stack) {
        World.Conversation conversation = world.conversations(world.size()).getFirst();
        try {
            String token = token(stack.http(), conversation.other());
            stack.http().once("POST", "/api/red-packets/" + packet + "/claims", token, "");
        } catch (Http.Refused refused) {
            faults.claim(String.valueOf(refused.getMessage()));
        }
    }

    private String token(Http http, int person) {
        return world.accounts().get(person).accessToken(http);
    }

    /// Two rounds over all accounts end, the second of which has begun after this, and all movements are looked at.
    private void verify(Cluster cluster) {
        long rounds = inLedger(cluster, "select rounds from verification");
        await(
                "the verifier",
                () -> inLedger(cluster, "select rounds from verification") >= rounds + 2
                        && inLedger(cluster, "select (select max(id) from movement) - movement from verification")
                                == 0);
        equal("mismatches of the verifier", 0, inLedger(cluster, "select mismatches from verification"));
        equal("wrong balances", 0, Database.wrongBalances(cluster));
    }

    private static long inLog(Cluster cluster, String sql) {
        return Contents.number(cluster, Service.MESSAGE, sql);
    }

    private static long inLedger(Cluster cluster, String sql) {
        return Contents.number(cluster, Service.REDPACKET, sql);
    }

    private void equal(String what, long expected, long is) {
        if (is != expected) {
            faults.lost(what + " should be " + expected + " and is " + is);
        }
    }

    private Options starting(Options options) {
        begun = System.nanoTime();
        return options;
    }

    private void timed(String step, Runnable deed) {
        begun = System.nanoTime();
        deed.run();
        took(step);
    }

    private void took(String step) {
        double taken = (System.nanoTime() - begun) / 1e9;
        steps.row(step, taken);
        seconds.put(step, taken);
        System.out.println("  " + step + ": " + Table.decimal(taken) + " s");
    }

    private static void await(String what, BooleanSupplier fits) {
        if (!Load.await(PATIENCE, fits)) {
            throw new IllegalStateException("Waited in vain for " + what);
        }
    }

    private Path beside(String name) {
        return home.resolveSibling(name);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
