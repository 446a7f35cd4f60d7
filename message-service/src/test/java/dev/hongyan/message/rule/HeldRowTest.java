package dev.hongyan.message.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.group.JoinRequested;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Records;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows that somebody holds, and events that take too long: they concern nobody else.
@ComponentTest
class HeldRowTest {
    @Inject
    AgroalDataSource dataSource;

    @Inject
    EventProducer producer;

    @Inject
    MeterRegistry metrics;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

    private UUID alice;
    private UUID bob;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
    }

    @Test
    void aMemberWhoseRowIsHeldHoldsNoOtherGroupUp() throws Exception {
        TestGroup held = TestGroup.of(alice, bob);
        TestGroup free = inTheSameWorker(held);
        AtomicBoolean ended = new AtomicBoolean();
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from member where conversation = '" + held.id() + "' for update");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    EventEnvelope event = World.envelope(held.member(alice, bob, true, MemberRole.ADMIN, null));
                    assertThat(World.apply(List.of(event)).statusCode()).isEqualTo(503);
                }
            });

            for (int i = 0; i < 10; i++) {
                free.role(alice, bob, i % 2 == 0 ? MemberRole.ADMIN : MemberRole.MEMBER);
            }

            ended.set(true);
            waiting.join();
            holder.rollback();
            holder.setAutoCommit(true);
        }
    }

    private TestGroup inTheSameWorker(TestGroup other) {
        TestGroup group = TestGroup.of(alice, bob);
        while (AppendCall.lane(group.id(), 2) != AppendCall.lane(other.id(), 2)) {
            group = TestGroup.of(alice, bob);
        }
        return group;
    }

    @Test
    void noticesThatAreThereWaitForNobody() throws Exception {
        TestGroup group = TestGroup.of(alice);
        JoinRequested asked = new JoinRequested(group.id(), Ids.v7(), World.nextVersion(), bob, null, List.of(alice));
        World.applied(asked);
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from conversation where id = '" + alice + "' for update");

            World.applied(asked);

            holder.rollback();
            holder.setAutoCommit(true);
        }
    }

    @Test
    void anEventThatTakesTooLongBecomesADeadLetterAndTheNextIsApplied() throws Exception {
        TestGroup slow = TestGroup.of(alice);
        TestGroup next = TestGroup.of(alice);
        double before = dead();
        UUID carol = World.user("carol");
        execute("create function takes_too_long() returns trigger language plpgsql as"
                + " $$ begin perform pg_sleep(10); return new; end $$");
        execute("create trigger takes_too_long before insert on member for each row when (new.user_id = '" + carol
                + "') execute function takes_too_long()");
        try {
            producer.send(World.envelope(slow.member(alice, carol, true, MemberRole.MEMBER, null)))
                    .join();
            await().atMost(Duration.ofSeconds(60)).until(() -> dead() > before);
            Records.of(brokers, Topics.GROUP.deadLetterName(), slow.id(), found -> !found.isEmpty());

            producer.send(World.envelope(next.member(alice, bob, true, MemberRole.MEMBER, null)))
                    .join();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(next.told(alice)).contains("member-added"));
            assertThat(slow.told(alice)).doesNotContain("member-added");
        } finally {
            execute("drop function takes_too_long() cascade");
        }
    }

    private double dead() {
        return metrics.counter("im_dlq_total", "topic", Topics.GROUP.topicName(), "reason", "failed")
                .count();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
