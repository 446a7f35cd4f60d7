package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.launcher.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Money at two instances of redpacket-service, which are killed, and so is PostgreSQL, while people send, claim,
/// transfer and repeat what they were not answered, and packets expire: at no moment is anything lost or made, and
/// nobody is paid twice.
@Order(2)
@OnCluster(instances = 2)
class RedPacketFaultsScenario {
    private static final String SERVICE = Service.REDPACKET.moduleName();
    private static final String FIRST = Stack.name(SERVICE, 1);
    private static final String SECOND = Stack.name(SERVICE, 2);
    private static final int PEOPLE = 12;
    private static final long EACH = 10_000;
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    private final Stack stack;
    private final Books books;

    RedPacketFaultsScenario(Stack stack) {
        this.stack = stack;
        this.books = new Books(stack);
    }

    @Test
    void nothingIsLostOrMadeWhoeverIsKilled() {
        prove(new Random(1), 16, 150, List.of(FIRST, SECOND, "postgres", FIRST));
    }

    /// 100,000 deeds in all.
    @Tag("prove")
    @RepeatedTest(20)
    void nothingIsLostOrMadeInAHundredThousandDeeds(RepetitionInfo repetition) {
        List<String> parts = List.of(FIRST, "postgres", SECOND, FIRST, "postgres", SECOND, FIRST, "postgres", SECOND);
        prove(new Random(repetition.getCurrentRepetition()), 64, 500, parts);
    }

    private void prove(Random seeds, int threads, int betweenFaults, List<String> killed) {
        stack.cluster().awaitReady();
        List<TestUser> people =
                Stream.generate(() -> TestUser.register(stack)).limit(PEOPLE).toList();
        for (int i = 0; i < PEOPLE; i++) {
            people.get(i).befriend(people.get((i + 1) % PEOPLE));
        }
        Group group = Group.of(people.getFirst(), people.subList(1, PEOPLE).toArray(TestUser[]::new));
        MoneyTraffic traffic = new MoneyTraffic(people, group.id());
        long before = books.number("select coalesce(sum(balance), 0) from account");
        long refunded = books.number("select count(*) from packet where state = 'refunded'");
        traffic.topUp(EACH);
        long paidIn = before + EACH * PEOPLE;

        AtomicBoolean running = new AtomicBoolean(true);
        List<CompletableFuture<Void>> deeds = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seeds.nextLong());
            deeds.add(whileRunning(running, () -> traffic.operate(random)));
        }
        try {
            for (String part : killed) {
                awaitDeeds(traffic, betweenFaults, paidIn);
                expireSome();
                stack.cluster().kill9(part);
            }
            awaitDeeds(traffic, betweenFaults, paidIn);
        } finally {
            running.set(false);
        }
        deeds.forEach(CompletableFuture::join);
        stack.cluster().awaitReady();
        for (MoneyTraffic.Deed deed : MoneyTraffic.Deed.values()) {
            assertThat(traffic.done(deed)).as(deed.name()).isPositive();
        }
        assertBooks(paidIn);
        assertThat(books.number("select count(*) from packet where state = 'refunded'"))
                .isGreaterThan(refunded);
    }

    private static CompletableFuture<Void> whileRunning(AtomicBoolean running, Runnable step) {
        return CompletableFuture.runAsync(
                () -> {
                    while (running.get()) {
                        step.run();
                    }
                },
                command -> Thread.ofVirtual().start(command));
    }

    /// Looks at the books all the time, and once at least.
    private void awaitDeeds(MoneyTraffic traffic, int count, long paidIn) {
        long before = traffic.answered();
        AtomicBoolean looked = new AtomicBoolean();
        Awaitility.await().atMost(RECOVERY).until(() -> {
            if (books.agree(paidIn)) {
                looked.set(true);
            }
            return looked.get() && traffic.answered() > before + count;
        });
    }

    /// Lets the time of some packets be over.
    private void expireSome() {
        Awaitility.await().atMost(RECOVERY).ignoreExceptions().until(() -> {
            books.number("""
                    with over as (
                      update packet set expires_at = clock_timestamp()
                      where id in (select id from packet where state = 'active' order by random() limit 5) returning id)
                    select count(*) from over""");
            return true;
        });
    }

    /// The sum of all is what was paid in, the verifier of the service agrees, each claim was paid once with its own
    /// share, and what was left of each packet that is over went back once.
    private void assertBooks(long paidIn) {
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() -> books.number("select count(*) from packet where state in ('pending', 'expired')") == 0
                        && books.number("select count(*) from transfer where state = 'pending'") == 0);
        books.assertAgree(paidIn);
        assertThat(books.number("""
                select count(*) from packet p join account a using (id)
                where a.balance <> p.total - p.claimed_total - p.refunded""")).isZero();
        assertThat(books.number("""
                select count(*) from claim c full join
                  (select m.subject, p.account, p.amount from movement m join posting p on p.movement = m.id
                   where m.kind = 'packet:claim' and p.amount > 0) paid
                  on paid.subject = c.packet and paid.account = c.user_id and paid.amount = c.amount
                where c.packet is null or paid.subject is null""")).isZero();
        assertThat(books.number("""
                select count(*) from packet p full join
                  (select m.subject, sum(p.amount) filter (where p.amount > 0) as back, count(distinct m.id) as times
                   from movement m join posting p on p.movement = m.id where m.kind = 'packet:refund' group by m.subject)
                  refund on refund.subject = p.id
                where p.id is null or p.refunded <> coalesce(refund.back, 0) or refund.times > 1""")).isZero();
        assertThat(books.number("select count(*) from claim"))
                .isEqualTo(books.number("select count(*) from movement where kind = 'packet:claim'"));
        assertThat(books.number("select mismatches from verification")).isZero();
    }
}
