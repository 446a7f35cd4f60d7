package dev.hongyan.redpacket.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random operations from many threads, with neighbours that come and go: at every moment that is looked at all
/// accounts sum to 0 and none is negative; nobody is paid twice, no share is out of bounds, every refund
/// happens once.
@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class ConservationTest extends RedPacketServiceTest {
    private static final int THREADS = 64;
    private static final int PEOPLE = 24;
    private static final long EACH = 100_000;

    @Inject
    Verifier verifier;

    private final ConcurrentLinkedQueue<String> packets = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Made> transfers = new ConcurrentLinkedQueue<>();
    private final AtomicLong paidIn = new AtomicLong();
    private final AtomicInteger repeatedPackets = new AtomicInteger();
    private final AtomicInteger repeatedClaims = new AtomicInteger();

    private record Made(String id, TestUser recipient) {}

    static LongStream seeds() {
        return LongStream.rangeClosed(2, 21);
    }

    @Test
    void nothingIsLostOrMadeInAThousandOperations() throws InterruptedException, ExecutionException {
        run(1, 1_500);
    }

    @Tag("prove")
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostOrMadeInAHundredThousandOperations(long seed) throws InterruptedException, ExecutionException {
        run(seed, 100_000);
    }

    private void run(long seed, int operations) throws InterruptedException, ExecutionException {
        long before = number("select coalesce(max(id), 0) from movement");
        List<TestUser> people = newUsers(PEOPLE);
        List<UUID> groups = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            groups.add(group(people.subList(i * 4, i * 4 + 8).toArray(TestUser[]::new)));
        }
        people.forEach(user -> topUp(user, EACH));
        for (int i = 0; i + 1 < PEOPLE; i++) {
            direct(people.get(i), people.get(i + 1));
        }
        AtomicInteger left = new AtomicInteger(operations);
        AtomicBoolean running = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed * 1_000 + i);
                workers.add(threads.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        operate(random, people, groups);
                    }
                }));
            }
            Future<?> watcher = threads.submit(() -> {
                while (running.get()) {
                    assertMoment();
                }
            });
            for (Future<?> worker : workers) {
                worker.get();
            }
            running.set(false);
            watcher.get();
        }
        settle();
        assertEnd(people);
        assertDone(before);
    }

    private void operate(Random random, List<TestUser> people, List<UUID> groups) {
        TestUser user = people.get(random.nextInt(PEOPLE));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> make(random, user, groups.get(random.nextInt(groups.size())));
            case 3 -> transfer(random, people);
            case 4 -> answer(random, user);
            case 5 -> expireSome(random);
            case 6 -> topUp(user, 1 + random.nextInt(50));
            case 7 -> neighbours().put("/away/append", "");
            case 8, 9 -> neighbours().delete("/away/append");
            default -> claim(random, user);
        }
    }

    private void make(Random random, TestUser user, UUID group) {
        int count = 1 + random.nextInt(8);
        String kind = random.nextBoolean() ? "lucky" : "equal";
        long total = (long) count * (1 + random.nextInt(40));
        var once = user.once();
        Answer made = once.post("/api/red-packets", TestUser.packet(group, kind, total, count));
        if (random.nextBoolean()) {
            Answer again = once.post("/api/red-packets", TestUser.packet(group, kind, total, count));
            assertThat(made.status() != 201 || again.text("id").equals(made.text("id")))
                    .isTrue();
            repeatedPackets.addAndGet(made.status() == 201 ? 1 : 0);
        }
        if (made.status() == 201) {
            packets.add(made.text("id"));
        }
    }

    private void claim(Random random, TestUser user) {
        String id = packets.poll();
        if (id != null) {
            if (random.nextInt(12) > 0) {
                packets.add(id);
            }
            Answer first = user.claim(id);
            assertThat(first.status()).isNotEqualTo(500);
            if (first.status() < 300 && random.nextInt(3) == 0) {
                assertThat(user.claim(id).body()).isEqualTo(first.body());
                repeatedClaims.incrementAndGet();
            }
        }
    }

    private void transfer(Random random, List<TestUser> people) {
        int from = random.nextInt(PEOPLE - 1);
        TestUser recipient = people.get(from + 1);
        Answer made = people.get(from)
                .once()
                .post("/api/transfers", Map.of("to", recipient.id(), "amount", 1 + random.nextInt(100)));
        if (made.status() == 201) {
            transfers.add(new Made(made.text("id"), recipient));
        }
    }

    private void answer(Random random, TestUser user) {
        Made made = transfers.poll();
        if (made != null) {
            transfers.add(made);
            TestUser anybody = random.nextInt(4) == 0 ? user : made.recipient();
            anybody.api().post("/api/transfers/" + made.id() + (random.nextBoolean() ? "/accept" : "/return"), null);
        }
    }

    /// As if a day had passed for some of them, or their senders had waited for a minute.
    private void expireSome(Random random) {
        execute("update account set day = day - 1 where sends > 30 or receipts > 30");
        if (random.nextBoolean()) {
            execute("""
                    update packet set expires_at = clock_timestamp()
                    where id in (select id from packet where state = 'active' order by random() limit 2)""");
        } else {
            execute("""
                    update packet set funded_at = funded_at - interval '1 minute'
                    where id in (select id from packet where state = 'pending' order by random() limit 2)""");
        }
    }

    /// That it was no run in which everything was refused.
    private void assertDone(long before) {
        for (Movement.Kind kind : List.of(
                Movement.Kind.TOP_UP,
                Movement.Kind.PACKET_CREATE,
                Movement.Kind.PACKET_CLAIM,
                Movement.Kind.PACKET_REFUND,
                Movement.Kind.TRANSFER_CREATE,
                Movement.Kind.TRANSFER_ACCEPT,
                Movement.Kind.TRANSFER_RETURN)) {
            assertThat(number("select count(*) from movement where id > " + before + " and kind = '" + kind.wireName()
                            + "'"))
                    .as(kind.wireName())
                    .isPositive();
        }
        for (String state : List.of("finished", "refunded")) {
            assertThat(number("select count(*) from packet where state = '" + state
                            + "' and id in (select subject from movement where id > " + before + ")"))
                    .as(state)
                    .isPositive();
        }
        for (String state : List.of("accepted", "returned")) {
            assertThat(number("select count(*) from transfer where state = '" + state
                            + "' and id in (select subject from movement where id > " + before + ")"))
                    .as(state)
                    .isPositive();
        }
        assertThat(repeatedPackets).hasPositiveValue();
        assertThat(repeatedClaims).hasPositiveValue();
    }

    private void topUp(TestUser user, long amount) {
        user.topUp(amount);
        paidIn.addAndGet(amount);
    }

    private void assertMoment() {
        assertThat(number("""
                select (select coalesce(sum(balance), 0) from account)
                  + (select coalesce(sum(amount), 0) from posting where account in ('%s', '%s'))""".formatted(Account.FLOAT, Account.SUSPENSE))).isZero();
        assertThat(number("select count(*) from account where balance < 0")).isZero();
    }

    private void settle() {
        neighbours().delete("/away/append");
        execute("update packet set expires_at = clock_timestamp() where state = 'active'");
        execute("update transfer set expires_at = clock_timestamp() where state = 'waiting'");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            execute("update packet set expires_at = clock_timestamp() where state = 'active'");
            execute("update transfer set expires_at = clock_timestamp() where state = 'waiting'");
            return number("select count(*) from packet where state in ('pending', 'active', 'expired')")
                            + number("select count(*) from transfer where state in ('pending', 'waiting')")
                    == 0;
        });
    }

    private void assertEnd(List<TestUser> people) {
        assertThat(people.stream().mapToLong(TestUser::balance).sum()).isEqualTo(paidIn.get());
        assertThat(number("select count(*) from claim where amount not between 1 and 20000"))
                .isZero();
        assertThat(number("""
                select count(*) from packet p where claimed_total <>
                  (select coalesce(sum(amount), 0) from claim where packet = p.id) or claimed_count <>
                  (select count(*) from claim where packet = p.id)""")).isZero();
        assertThat(number("""
                select count(*) from (select subject from movement where kind = 'packet:refund'
                  group by subject having count(*) > 1) twice""")).isZero();
        assertThat(number("""
                select count(*) from claim c where not exists (select from movement m join posting p on p.movement = m.id
                  where m.subject = c.packet and m.kind = 'packet:claim' and m.party = c.user_id
                    and p.account = c.user_id and p.amount = c.amount)""")).isZero();
        verifier.verifyAll();
        assertThat(verifier.state().detail()).isNull();
        assertThat(verifier.state().stopped()).isFalse();
    }
}
