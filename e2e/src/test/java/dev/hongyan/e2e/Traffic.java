package dev.hongyan.e2e;

import dev.hongyan.contracts.Ids;
import dev.hongyan.e2e.History.Line;
import dev.hongyan.e2e.History.Sending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// People who write to each other at a steady rate, in bursts, each on two devices that stay connected.
final class Traffic implements AutoCloseable {
    private static final int PAIRS = 5;
    private static final int BURST_MILLIS = 100;
    private static final int BURSTS_PER_HEARTBEAT = 100;
    private static final int FAST = 6;
    private static final int SLOW = 1;

    private record Sender(TestUser user, UUID conversation, Device device, Device second) {}

    private final List<Sender> senders = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<Sending> made = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bursts = new AtomicInteger();
    private final int perBurst;
    private volatile boolean resting;

    private Traffic(Stack stack, int perBurst) {
        this.perBurst = perBurst;
        for (int i = 0; i < PAIRS; i++) {
            TestUser.Pair pair = TestUser.friends(stack);
            UUID conversation = pair.conversation();
            for (TestUser user : List.of(pair.one(), pair.other())) {
                Device first = user.device().live().stayConnected();
                senders.add(new Sender(
                        user, conversation, first, user.anotherDevice().live().stayConnected()));
            }
        }
    }

    /// 600 messages a second.
    static Traffic fast(Stack stack) {
        return new Traffic(stack, FAST);
    }

    /// 100 messages a second.
    static Traffic slow(Stack stack) {
        return new Traffic(stack, SLOW);
    }

    /// Nobody writes until it goes on: while a part is away, what waits would only grow.
    void rest() {
        resting = true;
    }

    void goOn() {
        resting = false;
    }

    void begin() {
        var _ = clock.scheduleAtFixedRate(this::burst, 0, BURST_MILLIS, TimeUnit.MILLISECONDS);
    }

    void awaitBursts(int more) {
        int until = bursts.get() + more;
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bursts.get() >= until);
    }

    /// Does it at a moment when some of a burst is answered and at least `least` sends are not; answers how many.
    int amidSends(int least, Runnable deed) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            int open = unanswered();
            if (open >= least && open < 2 * PAIRS * perBurst) {
                deed.run();
                return open;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("There never were " + least + " unanswered sends.");
    }

    int sent() {
        return made.size();
    }

    /// Stops writing, waits until everything is answered and every device has come to the end, and tells what happened.
    History end(Duration limit) {
        clock.shutdown();
        await("answers to all sends", limit, () -> unanswered() == 0);
        History history = new History();
        made.forEach(history::sent);
        Map<UUID, Integer> lengths = new HashMap<>();
        for (Sender sender : senders) {
            sender.device().answers().forEach((id, answer) -> {
                if (!answer.path("op").asText().equals("sent")) {
                    throw new AssertionError("A send was refused: " + answer);
                }
                history.acknowledged(id, answer.path("seq").asLong());
            });
            List<Line> log = History.readLog(sender.user(), sender.conversation());
            history.log(sender.conversation(), log);
            lengths.put(sender.conversation(), log.size());
            history.unread(History.askUnread(sender.user(), sender.conversation(), log.size() / 2));
        }
        for (Sender sender : senders) {
            show(history, sender, sender.device(), "1", lengths, limit);
            show(history, sender, sender.second(), "2", lengths, limit);
        }
        return history;
    }

    List<String> violations() {
        return devices().flatMap(device -> device.violations().stream()).toList();
    }

    /// Waits until every device is connected and up to date, and answers the longest time that one of them was away.
    Duration longestOutage(Duration limit) {
        await("all devices to be back", limit, () -> devices().allMatch(Device::isBack));
        return devices()
                .flatMap(device -> device.outages().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Stream<Device> devices() {
        return senders.stream().flatMap(sender -> Stream.of(sender.device(), sender.second()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        devices().forEach(Device::close);
    }

    private void burst() {
        if (resting) {
            return;
        }
        for (int i = 0; i < perBurst; i++) {
            for (Sender sender : senders) {
                UUID id = Ids.v7();
                String text = "鸿雁 " + id;
                made.add(new Sending(sender.conversation(), id, sender.user().id(), text));
                sender.device().send(sender.conversation(), id, text);
            }
        }
        if (bursts.incrementAndGet() % BURSTS_PER_HEARTBEAT == 0) {
            devices().filter(Device::isBack).forEach(Device::heartbeat); // some of them only listen
        }
    }

    private int unanswered() {
        return senders.stream().mapToInt(sender -> sender.device().unanswered()).sum();
    }

    private static void show(
            History history, Sender sender, Device device, String name, Map<UUID, Integer> lengths, Duration limit) {
        UUID conversation = sender.conversation();
        int length = lengths.getOrDefault(conversation, 0);
        await(sender.user() + " to show " + length, limit, () -> device.store().top(conversation) >= length);
        List<Line> lines =
                device.store().shown(conversation).stream().map(Line::of).toList();
        history.screen(conversation, sender.user() + "/" + name, lines);
    }

    private static void await(String what, Duration limit, Callable<Boolean> fits) {
        Awaitility.await(what).atMost(limit).pollInterval(Duration.ofMillis(20)).until(fits);
    }
}
