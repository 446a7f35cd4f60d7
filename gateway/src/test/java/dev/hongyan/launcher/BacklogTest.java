package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogTest {
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

    @TempDir
    Path folder;

    @Test
    void isReadWhenTheOutboxIsEmptyAndTheRecordsAreApplied() throws Exception {
        try (LocalPostgres server = LocalPostgres.start(folder.resolve("postgres"), 0, false);
                LocalKafka broker = LocalKafka.start(folder.resolve("kafka"), LocalKafkaTest.JARS, 0, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Backlog.Teller teller = new Backlog.Teller(server.accounts(), "postgres", "letters", "readers");
            Backlog patient = new Backlog(List.of(teller), broker.bootstrapServers(), Duration.ofMinutes(1));
            Backlog backlog = new Backlog(List.of(teller), broker.bootstrapServers(), Duration.ofSeconds(1));
            assertThatThrownBy(backlog::awaitRead).as("no table").hasMessageContaining("outbox");
            execute(server, "create table outbox (id int)");
            patient.awaitRead();

            execute(server, "insert into outbox values (1), (2)");
            assertThatThrownBy(backlog::awaitRead).hasMessageContaining("2 event(s) are left");
            execute(server, "delete from outbox");
            admin.createTopics(List.of(new NewTopic("letters", 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            patient.awaitRead();
            send(broker, 3);
            assertThatThrownBy(backlog::awaitRead).as("nobody reads").hasMessageContaining("3 event(s) are left");
            read(admin, 2);
            assertThatThrownBy(backlog::awaitRead).hasMessageContaining("1 event(s) are left");

            CompletableFuture<Void> waiting = CompletableFuture.runAsync(patient::awaitRead);
            assertThat(waiting).isNotDone();
            read(admin, 3);
            waiting.get(20, TimeUnit.SECONDS);
        }
    }

    /// As a consumer that has applied so many.
    private static void read(Admin admin, long offset) throws Exception {
        admin.alterConsumerGroupOffsets("readers", Map.of(LETTERS, new OffsetAndMetadata(offset)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private static void send(LocalKafka broker, int records) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(LETTERS.topic(), LETTERS.partition(), null, new byte[1]))
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void execute(LocalPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
