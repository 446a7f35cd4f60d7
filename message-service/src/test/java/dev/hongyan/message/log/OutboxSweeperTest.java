package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import dev.hongyan.message.log.OutboxRepository.Left;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class OutboxSweeperTest {
    @Inject
    LogConnections connections;

    @Inject
    OutboxRepository repository;

    @Inject
    Acknowledged acknowledged;

    @Inject
    EventProducer producer;

    @Inject
    LogConfig config;

    private final List<CompletableFuture<Void>> open = new ArrayList<>();
    private UUID stuck;
    private UUID other;

    /// The broker has no leader for one conversation.
    private final class Sweeper extends OutboxSweeper {
        Sweeper() {
            super(connections, repository, acknowledged, producer, config, new Workers(), new SimpleMeterRegistry());
        }

        @Override
        List<CompletableFuture<Void>> send(Connection connection, List<Left> page)
                throws SQLException, TimeoutException {
            List<CompletableFuture<Void>> sends = new ArrayList<>(super.send(connection, page));
            for (int i = 0; i < page.size(); i++) {
                if (page.get(i).ranges().getFirst().conversation().equals(stuck)) {
                    sends.set(i, new CompletableFuture<>());
                    open.add(sends.get(i));
                }
            }
            return sends;
        }
    }

    @BeforeEach
    void people() {
        stuck = World.direct(World.user("alice"), World.user("bob"));
        other = World.direct(World.user("carol"), World.user("dora"));
    }

    @Test
    void whatDoesNotGetThroughHoldsNothingUpBehindItAndIsNotSentTwiceAtATime() throws Exception {
        OutboxSweeper sweeper = new Sweeper();
        try (Connection own = connections.openBeside(Duration.ofSeconds(5));
                Statement statement = own.createStatement()) {
            // Nobody else sweeps meanwhile.
            statement.execute("select pg_advisory_lock(8)");
            leave(statement, stuck, 600);
            leave(statement, other, 1);

            sweep(sweeper, own);
            sweep(sweeper, own);
            assertThat(rows(statement, other)).isZero();
            assertThat(rows(statement, stuck)).isEqualTo(600);
            sweep(sweeper, own);
            assertThat(open).as("sent once each").hasSize(600);

            open.getFirst().completeExceptionally(new org.apache.kafka.common.errors.TimeoutException("no leader"));
            open.stream().skip(1).forEach(send -> send.complete(null));
            sweep(sweeper, own);
            assertThat(rows(statement, stuck)).as("the one that failed").isEqualTo(1);
            assertThat(open).as("is sent again").hasSize(601);
        }
    }

    private static void sweep(OutboxSweeper sweeper, Connection own) throws Exception {
        try {
            sweeper.sweep(own);
        } catch (TimeoutException e) {
            assertThat(e).as("a page of which nothing gets through").hasMessage("broker away");
        }
    }

    private static void leave(Statement statement, UUID conversation, int rows) throws SQLException {
        statement.execute("insert into outbox (created_at, conversations, from_seqs, to_seqs)"
                + " select now() - interval '1 hour', array['" + conversation + "'::uuid], array[n], array[n]"
                + " from generate_series(1, " + rows + ") n");
    }

    private static int rows(Statement statement, UUID conversation) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select count(*) from outbox where '" + conversation + "' = any(conversations)")) {
            row.next();
            return row.getInt(1);
        }
    }
}
