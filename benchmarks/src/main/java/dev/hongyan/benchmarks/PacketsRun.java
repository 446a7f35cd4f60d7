package dev.hongyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.benchmarks.ClaimLoad.Claim;
import dev.hongyan.benchmarks.ClaimLoad.Result;
import dev.hongyan.launcher.Options;
import dev.hongyan.launcher.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Red packets: one that everybody taps, one that is finished already, and many at once; with two instances of the
/// service. In a second stage the same with one claim a transaction, which is what combining them is compared with.
final class PacketsRun implements Bench.Run {
    private static final int AT_ONCE = 16;
    /// Three seconds of a crowd say little of what the next three bring.
    private static final int TIMES = 3;
    private static final int MEMBERS_A_CALL = 1_000;
    private static final int FEN_A_SHARE = 100;
    private static final int FINISHED = 409;
    /// Who leave the processors time.
    private static final int FEW = 2;
    /// Of who asks now and then: what is timed then is the service, not who else wants the processors.
    private static final Duration REST = Duration.ofMillis(10);
    private static final long ENOUGH = 2_000_000_000L;
    private static final long TOP_UP = 5_000_000L;
    private static final int TOP_UPS = 20;
    private static final int DISTINCT_WARM_UP = 1_000;
    /// Nobody has money for more packets, and access tokens live ten minutes.
    private static final int MOST_WARM_UPS = 60;
    private static final int MOST_WARM_UP_SECONDS = 90;
    private static final String SERVICE = Service.REDPACKET.moduleName();
    private static final String PLENTY = "1000000000";

    private final BenchOptions.Packets options;
    private final List<Measured> results = new ArrayList<>();
    private int stage;

    /// @param linesLeft to claimers and senders, that were still to be carried when it was over
    private record Measured(Result result, long linesLeft) {}

    PacketsRun(BenchOptions.Packets options) {
        this.options = options;
    }

    @Override
    public BenchOptions.Common common() {
        return options.common();
    }

    @Override
    public List<UnaryOperator<Options>> stages() {
        UnaryOperator<Options> combined = each -> each.with(Service.REDPACKET, 2)
                .set(SERVICE, "HONGYAN_PACKET_MAX_COUNT", "10000")
                .set(SERVICE, "HONGYAN_MONEY_SENT_PER_DAY", Long.toString(ENOUGH))
                .set(SERVICE, "HONGYAN_MONEY_SENDS_PER_DAY", PLENTY)
                .set(SERVICE, "HONGYAN_MONEY_CLAIMED_PER_DAY", PLENTY)
                .set(SERVICE, "HONGYAN_MONEY_CLAIMS_PER_DAY", PLENTY);
        return List.of(combined, each -> combined.apply(each).set(SERVICE, "HONGYAN_PACKET_CLAIMS_AT_ONCE", "1"));
    }

    @Override
    public void run(Stack stack, Report report) {
        boolean oneByOne = stage++ > 0;
        int first = results.size();
        World world = World.open(common().home(), common().users(), common().friends());
        Settling.settle(world, stack.http());
        Faults faults = new Faults();
        List<URI> instances =
                List.of(stack.cluster().address(SERVICE + "#1"), stack.cluster().address(SERVICE + "#2"));
        try (ClaimLoad load = new ClaimLoad(instances, faults)) {
            List<String> tokens = world.accounts().stream()
                    .map(account -> account.accessToken(stack.http()))
                    .toList();
            String group = group(stack.http(), world, tokens.getFirst());
            for (int i = 0; i < TOP_UPS; i++) {
                stack.http().pay("/api/wallet/top-ups", tokens.getFirst(), Map.of("amount", TOP_UP));
            }
            System.out.println(oneByOne ? "One claim a transaction …" : "Claims combined …");
            if (oneByOne) {
                // Enough: it is slow.
                List<String> fewer = tokens.subList(0, Math.max(1, tokens.size() / 5));
                load.run("warm-up", hot(stack.http(), group, fewer, 0), 64, FINISHED);
                measure(stack, load, "hot, one claim a transaction", hot(stack.http(), group, fewer, 0), 64, report);
                compare(report);
            } else {
                warmUp(load, stack.http(), group, tokens);
                combined(stack, load, instances, group, tokens, report);
                report.memory(stack.processes().pssKibibytes());
            }
        } finally {
            world.save();
        }
        books(stack, faults);
        report.outcome((oneByOne ? "One by one: " : "Combined: ") + paid(first) + " claims paid.", faults);
    }

    private void combined(
            Stack stack, ClaimLoad load, List<URI> instances, String group, List<String> tokens, Report report) {
        Http http = stack.http();
        measure(stack, load, "hot, combined", hot(http, group, tokens, 0), 64, report);
        for (int i = 1; i <= TIMES; i++) {
            measure(stack, load, "hot, combined, " + i + ".", hot(http, group, tokens, 0), options.crowd(), report);
        }
        int late = Math.min(1_000, tokens.size() / 10);
        measure(stack, load, "hot, with a tenth too many", hot(http, group, tokens, late), options.crowd(), report);
        String finished = packet(http, group, tokens.getFirst(), 1);
        load.run("the only share", List.of(new Claim(finished, tokens.getFirst())), 1, FINISHED);
        List<Claim> tooLate = IntStream.range(0, options.refusals())
                .mapToObj(i -> new Claim(finished, tokens.get(1 + i % (tokens.size() - 1))))
                .toList();
        for (int clients : new int[] {64, FEW}) {
            refuse(
                    instances,
                    clients + " clients",
                    report,
                    () -> measure(stack, load, "refused, finished before", tooLate, clients, report));
        }
        refuse(
                instances,
                FEW + " clients who rest " + REST.toMillis() + " ms",
                report,
                () -> load.run("refused at rest", tooLate, FEW, REST, FINISHED));
        load.run("warm-up", distinct(http, group, tokens, DISTINCT_WARM_UP), 64, FINISHED);
        measure(stack, load, "distinct packets", distinct(http, group, tokens, options.distinct()), 64, report);
        measure(stack, load, "distinct packets", distinct(http, group, tokens, options.distinct()), 256, report);
    }

    private static void refuse(List<URI> instances, String who, Report report, Runnable claims) {
        double[] before = refusals(instances);
        claims.run();
        double[] after = refusals(instances);
        double within = 100 * (after[0] - before[0]) / (after[1] - before[1]);
        report.fact(
                "refused in 1 ms by the service, the question for access apart, " + who + ", %", Table.decimal(within));
    }

    /// How many claims the instances have refused within a millisecond, and how many in all.
    private static double[] refusals(List<URI> instances) {
        double[] sums = new double[2];
        for (URI instance : instances) {
            for (String line : new Http(instance).text("/q/metrics").split("\n", -1)) {
                double value = line.startsWith("im_packet_refusal_seconds_")
                        ? Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))
                        : 0;
                sums[0] += line.contains("_bucket{") && line.contains("le=\"0.001\"") ? value : 0;
                sums[1] += line.startsWith("im_packet_refusal_seconds_count") ? value : 0;
            }
        }
        return sums;
    }

    /// A packet with a share for everybody but the last few, and everybody's claim on it.
    private List<Claim> hot(Http http, String group, List<String> tokens, int late) {
        int count = tokens.size() - late;
        String packet = packet(http, group, tokens.getFirst(), count);
        return tokens.stream().map(token -> new Claim(packet, token)).toList();
    }

    private static List<Claim> distinct(Http http, String group, List<String> tokens, int count) {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Claim>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String claimer = tokens.get(i % tokens.size());
                made.add(workers.submit(() -> new Claim(packet(http, group, tokens.getFirst(), 1), claimer)));
            }
            List<Claim> claims = new ArrayList<>();
            for (Future<Claim> each : made) {
                claims.add(each.get());
            }
            return claims;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A packet was not made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String packet(Http http, String group, String token, int count) {
        Map<String, Object> body =
                Map.of("conversation", group, "kind", "lucky", "total", (long) count * FEN_A_SHARE, "count", count);
        return http.pay("/api/red-packets", token, body).path("id").asText();
    }

    private static String group(Http http, World world, String owner) {
        JsonNode made = http.post("/api/groups", owner, Map.of("name", "wild geese", "joinPolicy", "open"));
        String id = made.path("id").asText();
        List<String> others = world.accounts().stream()
                .skip(1)
                .map(account -> account.id().toString())
                .toList();
        for (int from = 0; from < others.size(); from += MEMBERS_A_CALL) {
            List<String> some = others.subList(from, Math.min(others.size(), from + MEMBERS_A_CALL));
            http.post("/api/groups/" + id + "/members", owner, Map.of("users", some));
        }
        return id;
    }

    /// The compiler needs a minute or more of load, however many claims that is.
    private void warmUp(ClaimLoad load, Http http, String group, List<String> tokens) {
        int seconds = Math.min(MOST_WARM_UP_SECONDS, common().warmUpSeconds());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < options.warmUps() || (i < MOST_WARM_UPS && System.nanoTime() - end < 0); i++) {
            load.run("warm-up", hot(http, group, tokens, 0), i % 2 == 0 ? 64 : options.crowd(), FINISHED);
        }
    }

    private void measure(Stack stack, ClaimLoad load, String name, List<Claim> claims, int clients, Report report) {
        // What waits of others is not paid for here; of its own what is carried while it lasts.
        Database.forgetLines(stack.cluster());
        Map<String, Long> before = stack.processes().cpuMicros();
        Result result = load.run(name, claims, clients, FINISHED);
        Map<String, Long> used = Processes.difference(before, stack.processes().cpuMicros());
        long linesLeft = Database.waitingLines(stack.cluster());
        results.add(new Measured(result, linesLeft));
        System.out.printf(
                Locale.ROOT,
                "  %s, %d clients: %.0f/s, p50 %s ms, p99 %s ms, paid %d%n",
                name,
                clients,
                result.aSecond(),
                Table.millis(result.micros(), 50),
                Table.millis(result.micros(), 99),
                result.paid());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clients", clients);
        json.put("aSecond", result.aSecond());
        json.put("paid", result.paid());
        json.put("refused", result.refused());
        json.put("linesLeft", linesLeft);
        json.put("millis", Measurement.percentiles(result.micros()));
        used.replaceAll((_, micros) -> micros / Math.max(1, claims.size()));
        json.put("cpuMicrosAClaim", used);
        report.json(name + ", " + clients, json);
    }

    private void compare(Report report) {
        Table table = new Table(
                "Claims over HTTP, two instances, from the request to its answer.",
                "",
                "clients",
                "claims/s",
                "paid",
                "refused",
                "lines left",
                "p50 ms",
                "p99 ms",
                "max ms");
        for (Measured measured : results) {
            Result each = measured.result();
            table.row(
                    each.name(),
                    each.clients(),
                    Math.round(each.aSecond()),
                    each.paid(),
                    each.refused(),
                    measured.linesLeft(),
                    Table.millis(each.micros(), 50),
                    Table.millis(each.micros(), 99),
                    Table.millis(each.micros(), 100));
        }
        report.add(table);
        double ratio = results.getFirst().result().aSecond()
                / results.getLast().result().aSecond();
        report.fact("combined against one claim a transaction, 64 clients", Table.decimal(ratio) + " times");
    }

    /// Nothing was lost or made.
    private static void books(Stack stack, Faults faults) {
        long wrong = Database.wrongBalances(stack.cluster());
        if (wrong != 0) {
            faults.claim(wrong + " balances are not what was posted");
        }
    }

    private int paid(int first) {
        return results.stream()
                .skip(first)
                .mapToInt(each -> each.result().paid())
                .sum();
    }
}
