package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Retry;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Conversations whose rows somebody holds: they wait, and nobody else does.
@ComponentTest
class HeldConversationTest {
    @Inject
    MessageLog log;

    @Inject
    LogConnections connections;

    @Inject
    LogConfig config;

    @Inject
    AgroalDataSource dataSource;

    private UUID alice;
    private UUID bob;
    private UUID conversation;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        conversation = World.direct(alice, bob);
    }

    /// Holds rows until it is closed.
    private record Held(Connection holder) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            try (holder) {
                holder.rollback();
                holder.setAutoCommit(true);
            }
        }
    }

    private Held held(String conversations) throws SQLException {
        Connection holder = dataSource.getConnection();
        try (Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from conversation where " + conversations + " for update");
            return new Held(holder);
        }
    }

    @Test
    void manyStuckConversationsWaitTogether() throws Exception {
        List<Append> stuck = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stuck.add(World.append(World.direct(alice, World.user("friend " + i)), alice, "after all"));
        }
        List<CompletableFuture<AppendAnswer>> waiting;
        try (Held _ = held("'" + alice + "' in (user_a, user_b)")) {
            waiting = stuck.stream().map(log::append).toList();
            await().pollDelay(Duration.ofMillis(400)).until(() -> true);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        }
        assertThat(waiting).hasSize(20).allMatch(answer -> answer.join() instanceof Stored);
    }

    @Test
    void oneStuckConversationDoesNotKeepTheAnswersOfTheOthers() throws Exception {
        UUID free = World.direct(alice, World.user("carol"));
        Append stuck = World.append(conversation, alice, "stuck");
        Append behind = World.append(conversation, alice, "behind");
        try (Held _ = held("id = '" + conversation + "'")) {
            long begun = System.nanoTime();
            List<AppendAnswer> answers = log.append(List.of(stuck, World.append(free, alice, "free")))
                    .join();
            List<AppendAnswer> later = log.append(List.of(behind)).join();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(answers.getFirst()).isInstanceOf(Retry.class);
            assertThat(answers.getLast()).isInstanceOf(Stored.class);
            assertThat(later).containsExactly(MessageLog.UNKNOWN);
            assertThat(took).isLessThan(config.patience());
        }
        assertThat(log.append(stuck).join()).isInstanceOf(Stored.class);
        assertThat(log.append(behind).join()).isInstanceOf(Stored.class);
    }

    @Test
    void onlyTheConversationThatSomebodyHoldsWaits() throws Exception {
        UUID carol = World.user("carol");
        UUID free = World.direct(alice, carol);
        Append stuck = World.append(conversation, alice, "stuck");
        try (Held _ = held("id = '" + conversation + "'")) {
            CompletableFuture<AppendAnswer> waiting = log.append(stuck);
            for (int i = 0; i < 20; i++) {
                Append other = World.append(free, alice, "free " + i);
                assertThat(log.append(List.of(other)).join().getFirst()).isInstanceOf(Stored.class);
            }
            assertThat(waiting).isNotDone();
            World.block(carol, bob, true);
            assertThat(waiting.join()).isInstanceOf(Retry.class);
        }
        assertThat(log.append(List.of(stuck)).join().getFirst()).isInstanceOf(Stored.class);
    }

    @Test
    void laterOnesOfAConversationStayBehindTheOneThatWaits() throws Exception {
        List<CompletableFuture<AppendAnswer>> calls = new ArrayList<>();
        try (Held _ = held("id = '" + conversation + "'")) {
            for (int i = 0; i < 10; i++) {
                calls.add(log.append(World.append(conversation, alice, "no " + i)));
            }
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }

        assertThat(calls.stream().map(call -> ((Stored) call.join()).seq()))
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void aProcessThatStopsInsideItsTransactionHoldsNobodyUpForLong() throws Exception {
        try (LogConnection stopped = connections.open()) {
            new LogTransaction(stopped).lock(Set.of(conversation), false, Duration.ofSeconds(2));
            Append append = World.append(conversation, alice, "after all");

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> log.append(List.of(append)).join().getFirst() instanceof Stored);
        }
    }

    @Test
    void whatIsLateIsNotBegun() throws Exception {
        try (LogConnection late = connections.open()) {
            assertThat(new LogTransaction(late).lock(Set.of(conversation), false, Duration.ofSeconds(-1)))
                    .isEmpty();
        }
    }
}
