package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.launcher.Service;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Money at two instances of redpacket-service, which are killed, and so is PostgreSQL, while people send, claim and
/// repeat what they were not answered: nothing is lost or made, and nobody is paid twice.
@Order(2)
@OnCluster(instances = 2)
class RedPacketFaultsScenario {
    private static final String SERVICE = Service.REDPACKET.moduleName();
    private static final int PEOPLE = 12;
    private static final int THREADS = 16;
    private static final long EACH = 10_000;
    private static final int BETWEEN_FAULTS = 150;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Stack stack;
    private final List<TestUser> people;
    private final Group group;
    private final Queue<String> packets = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong answered = new AtomicLong();

    RedPacketFaultsScenario(Stack stack) {
        this.stack = stack;
        people = Stream.generate(() -> TestUser.register(stack)).limit(PEOPLE).toList();
        group = Group.of(people.getFirst(), people.subList(1, PEOPLE).toArray(TestUser[]::new));
        people.forEach(user -> untilAnswered(() -> key(user, UUID.randomUUID().toString())
                        .post("/api/wallet/top-ups", Json.object(Map.of("amount", EACH))))
                .expect(201));
    }

    @Test
    void nothingIsLostOrMadeWhoeverIsKilled() {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        while (running.get()) {
                            operate(random);
                            answered.incrementAndGet();
                        }
                    },
                    command -> Thread.ofVirtual().start(command)));
        }
        for (String part :
                List.of(Stack.name(SERVICE, 1), Stack.name(SERVICE, 2), "postgres", Stack.name(SERVICE, 1))) {
            awaitAnswers();
            stack.cluster().kill9(part);
        }
        awaitAnswers();
        running.set(false);
        threads.forEach(CompletableFuture::join);
        stack.cluster().awaitReady();
        assertBooks();
    }

    private void operate(Random random) {
        TestUser user = people.get(random.nextInt(PEOPLE));
        if (random.nextInt(5) == 0) {
            String key = UUID.randomUUID().toString();
            int count = 1 + random.nextInt(PEOPLE);
            JsonNode body = Json.object(Map.of(
                    "conversation",
                    group.id().toString(),
                    "kind",
                    "lucky",
                    "total",
                    (long) count * (1 + random.nextInt(20)),
                    "count",
                    count));
            Answer made = untilAnswered(() -> key(user, key).post("/api/red-packets", body));
            if (made.status() == 201) {
                packets.add(made.json().path("id").asText());
            }
        } else {
            String packet = packets.poll();
            if (packet != null) {
                claim(random, user, packet);
            }
        }
    }

    private void claim(Random random, TestUser user, String packet) {
        if (random.nextInt(15) > 0) {
            packets.add(packet);
        }
        Supplier<Answer> claim = () -> user.api().post("/api/red-packets/" + packet + "/claims");
        Answer first = untilAnswered(claim);
        assertThat(first.status()).isIn(200, 201, 409, 410);
        if (first.status() < 300) {
            assertThat(untilAnswered(claim).json()).isEqualTo(first.json());
        }
    }

    /// The sum of all is what was paid in, the verifier of the service agrees, and each claim was paid once.
    private void assertBooks() {
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() -> number("select count(*) from packet where state = 'pending'") == 0);
        assertThat(number("select sum(balance) from account")).isEqualTo(EACH * PEOPLE);
        assertThat(number("select sum(amount) from posting")).isZero();
        assertThat(number("""
                select count(*) from account a
                where balance <> (select coalesce(sum(amount), 0) from posting where account = a.id)""")).isZero();
        assertThat(number("""
                select count(*) from packet p join account a using (id)
                where a.balance <> p.total - p.claimed_total - p.refunded""")).isZero();
        assertThat(
                        number(
                                "select (select count(*) from claim) - (select count(*) from movement where kind = 'packet:claim')"))
                .isZero();
        assertThat(number("select mismatches from verification")).isZero();
    }

    private void awaitAnswers() {
        long before = answered.get();
        Awaitility.await().atMost(RECOVERY).until(() -> answered.get() > before + BETWEEN_FAULTS);
    }

    private static Api key(TestUser user, String key) {
        return user.api().with("Idempotency-Key", key);
    }

    /// As a client does who is told to come again, or is told nothing.
    private static Answer untilAnswered(Supplier<Answer> call) {
        return Awaitility.await()
                .atMost(RECOVERY)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(call::get, answer -> answer.status() < 500);
    }

    private long number(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        stack.cluster().jdbcUrl(Service.REDPACKET),
                        "hongyan_redpacket",
                        stack.cluster().databasePassword(Service.REDPACKET));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
