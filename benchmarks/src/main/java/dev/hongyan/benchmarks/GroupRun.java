package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A group with all its members online: made in one call and by joins, at fixed rates, at saturation, and at rest.
final class GroupRun implements Bench.Run {
    private static final int MADE = 3;
    private static final int CONNECTING_AT_ONCE = 50;
    private static final Duration CONNECTED = Duration.ofMinutes(2);
    /// What comes twice may come late.
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final int FIRST_RATE = 50;
    private static final double GROWTH = 1.15;
    private static final double SEARCH_FROM = 0.85;
    private static final int SEARCH_STEP = 10;

    private final BenchOptions.Group options;
    private final List<Measurement> measurements = new ArrayList<>();

    GroupRun(BenchOptions.Group options) {
        this.options = options;
    }

    @Override
    public BenchOptions.Common common() {
        return options.common();
    }

    @Override
    public void run(Stack stack, Report report) {
        Descriptors.require(common().users() + 1_000);
        World world = World.open(common().home(), common().users(), common().friends());
        Settling.settle(world, stack.http());
        report.fact("members, all online", options.members());
        report.fact("of them sending", options.senders());
        if (common().ceilings()) {
            ceilings(report);
        }
        Faults faults = new Faults();
        Map<String, Long> pids = stack.pids();
        Map<UUID, Long> heads = stack.database().heads();
        // On a thread of their own: whoever reads a thousand sockets in a row would see the others late.
        try (Sockets sockets = new Sockets(stack.cluster().push());
                Sockets beside = new Sockets(stack.cluster().push())) {
            Members members = new Members(world, options.bystanders(), options, heads, sockets, faults);
            Joining joining = new Joining(members, stack.http(), sockets);
            joining.dissolveAll();
            Ledger ledger = new Ledger(Ledger.runHalf(
                    System.currentTimeMillis(), ThreadLocalRandom.current().nextInt()));
            Devices bystanders = new Devices(world, options.bystanders(), heads, ledger, beside, faults);
            DirectRun.connect(bystanders, options.bystanders(), beside, stack.http());
            connect(members, sockets, stack.http());
            List<GroupLog> logs = new ArrayList<>();
            try (var _ = new Upkeep(members, sockets, stack.http(), common().receivedSeconds(), faults);
                    var _ = new Upkeep(bystanders, beside, stack.http(), common().receivedSeconds(), faults)) {
                join(joining, logs, report);
                members.talkIn(logs.getLast());
                Load load = new Load(members, sockets, GROWTH);
                measure(load, stack, sockets, report);
                Rest rest = new Rest(load, members, new Load(bystanders, beside, 1), bystanders);
                rest(rest, report);
                LockSupport.parkNanos(LATE.toNanos());
            } catch (Load.Stalled stalled) {
                faults.stalled(String.valueOf(stalled.getMessage()));
            }
            GroupTables.write(measurements, options.members(), report);
            report.fact("sockets that could not keep up (`lagged`), times", members.lags());
            report.memory(stack.processes().pssKibibytes());
            sockets.requireSound();
            beside.requireSound();
            stack.requireSameProcesses(pids, faults);
            members.breakOff();
            bystanders.breakOff(options.bystanders());
            compare(
                    stack,
                    members,
                    logs,
                    new LogCheck(stack.database(), ledger, bystanders.conversations(), faults),
                    faults,
                    report);
            joining.dissolveAll();
        } finally {
            world.save();
        }
    }

    private void ceilings(Report report) {
        System.out.println("Ceilings of this machine …");
        report.fact("bare WebSocket forward, frames/s in and as many out", ForwardCeiling.measure(options.members()));
        FanoutCeiling.Result fanout = FanoutCeiling.measure(options.members());
        report.fact("bare fan-out, frames/s out", fanout.frames());
        report.fact(
                "bare fan-out at rest, ms to the last member, p50 / p99",
                Table.millis(fanout.lastMicros(), 50) + " / " + Table.millis(fanout.lastMicros(), 99));
    }

    private static void connect(Members members, Sockets sockets, Http http) {
        int all = members.count();
        System.out.println("Connecting " + all + " members …");
        for (int member = 0; member < all; member++) {
            int number = member;
            members.open(number, members.account(number).accessToken(http));
            Load.await(CONNECTED, () -> members.resumed() > number - CONNECTING_AT_ONCE);
        }
        boolean resumed = Load.await(CONNECTED, () -> members.resumed() == all);
        sockets.requireSound();
        if (!resumed) {
            throw new IllegalStateException(members.resumed() + " of " + all + " members resumed");
        }
    }

    private void join(Joining joining, List<GroupLog> logs, Report report) {
        System.out.println("Making the group …");
        Table table = new Table("Until the group is there, in ms.", "", "answered", "all sockets have the notices");
        // First, since it warms up what one call with all members needs: that one must be answered within a second.
        logs.add(joined(joining, table, report));
        for (int i = 1; i <= MADE; i++) {
            Joining.Made made = joining.inOneCall();
            table.row("made in one call, " + i + ".", made.answered(), made.noticed());
            report.json(
                    "madeInOneCall" + i, Map.of("answeredMillis", made.answered(), "noticedMillis", made.noticed()));
            logs.add(made.log());
        }
        report.add(table);
    }

    private GroupLog joined(Joining joining, Table table, Report report) {
        Joining.Joined joined = joining.oneByOne();
        table.row((options.members() - 1) + " joins, 16 at a time", joined.answered(), joined.noticed());
        report.fact(
                "a join's call, ms p50 / p99",
                Table.millis(joined.joinMicros(), 50) + " / " + Table.millis(joined.joinMicros(), 99));
        report.json("joins", Map.of("answeredMillis", joined.answered(), "noticedMillis", joined.noticed()));
        return joined.log();
    }

    private void measure(Load load, Stack stack, Sockets sockets, Report report) {
        int warmUp = common().warmUpSeconds();
        System.out.println("Warming up for " + warmUp + " s …");
        int carried = load.atTheLimit("warm-up", warmUp, FIRST_RATE);
        report.fact("carried at the end of the warm-up, messages/s", carried);
        System.out.println("  carried " + carried + "/s");
        for (int rate : common().rates()) {
            measure(load, stack, sockets, "fixed", rate);
        }
        if (common().search()) {
            load.atTheLimit("warm again", Math.max(4, warmUp / 6), Math.max(FIRST_RATE, carried / 2));
            Search.Result highest = Search.highest(
                    (int) (carried * SEARCH_FROM), SEARCH_STEP, rate -> measure(load, stack, sockets, "search", rate));
            report.fact("highest rate held, messages/s", highest.toString());
            report.fact("which are deliveries/s", highest.rate() * options.members());
        }
    }

    private Measurement measure(Load load, Stack stack, Sockets sockets, String name, int rate) {
        Measurement measurement = Measurement.of(stack, sockets, () -> load.run(name, rate, common().phaseSeconds()));
        measurements.add(measurement);
        Phase phase = measurement.phase();
        System.out.printf(
                Locale.ROOT,
                "  %d/s: %.0f deliveries/s in %.0f frames/s, sent %s / %s ms, last delivery %s / %s ms, %s%n",
                rate,
                phase.deliveriesASecond(),
                phase.framesASecond(),
                Table.millis(phase.sent(), 50),
                Table.millis(phase.sent(), 99),
                Table.millis(phase.delivered(), 50),
                Table.millis(phase.delivered(), 99),
                phase.held() ? "held" : "not held");
        return measurement;
    }

    private void rest(Rest rest, Report report) {
        System.out.println("At rest …");
        Rest.Result result = rest.measure(options.restSeconds());
        report.add(result.table());
        report.json("rest", result.json());
        System.out.print(result.table().markdown());
    }

    private static void compare(
            Stack stack, Members members, List<GroupLog> logs, LogCheck direct, Faults faults, Report report) {
        System.out.println("Comparing with the log …");
        GroupLogCheck check = new GroupLogCheck(stack.database(), members, faults);
        logs.forEach(check::compare);
        GroupLogCheck.Result group = check.messages();
        LogCheck.Result pairs = direct.run();
        report.json("group", group);
        report.json("bystanders", pairs);
        report.outcome(group + " Between bystanders: " + pairs, faults);
    }
}
