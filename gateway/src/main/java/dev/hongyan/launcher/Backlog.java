package dev.hongyan.launcher;

import dev.hongyan.contracts.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What user- and group-service have told and message-service has not read yet: rows of their outboxes, and
/// records of their topics behind the place up to which it has applied them.
///
/// @param tellers  the databases with the outboxes, as their services see them
/// @param patience how long it may stay as much as it is
record Backlog(List<Teller> tellers, String kafka, Duration patience) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /// Who tells, and who reads it for message-service.
    ///
    /// @param group of consumers
    record Teller(DatabaseAccounts account, String database, String topic, String group) {}

    static Backlog of(ServiceEnvironment environment) {
        return new Backlog(
                List.of(
                        teller(environment, Service.USER, Topics.USER, "message-service"),
                        teller(environment, Service.GROUP, Topics.GROUP, "message-service-groups")),
                environment.kafka(),
                PATIENCE);
    }

    private static Teller teller(ServiceEnvironment environment, Service service, Topics topic, String group) {
        DatabaseAccounts owner = environment.postgres().as(service.database(), environment.databasePassword(service));
        return new Teller(owner, service.database(), topic.topicName(), group);
    }

    /// Waits until there is none, as long as it becomes less.
    void awaitRead() {
        Properties settings = new Properties();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis() / 2);
        Admin broker = Admin.create(settings);
        try {
            awaitRead(broker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting.", e);
        } finally {
            broker.close(Duration.ofMillis(100));
        }
    }

    private void awaitRead(Admin broker) throws InterruptedException {
        long least = Long.MAX_VALUE;
        long since = System.nanoTime();
        while (least > 0) {
            @Nullable Exception failure = null;
            try {
                long left = count(broker);
                since = left < least ? System.nanoTime() : since;
                least = Math.min(left, least);
            } catch (SQLException | ExecutionException | TimeoutException e) {
                failure = e;
            }
            if (least > 0 && System.nanoTime() - since > patience.toNanos()) {
                throw failure == null
                        ? new StartException(unread(Texts.text("restored-left", least)))
                        : new StartException(unread(failure.toString()), failure);
            }
            TimeUnit.MILLISECONDS.sleep(least > 0 ? BETWEEN_LOOKS.toMillis() : 0);
        }
    }

    private String unread(String what) {
        return Texts.text("restored-not-read", patience.toSeconds(), what);
    }

    /// First the rows: what is gone from there is in the topic.
    private long count(Admin broker) throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        long count = 0;
        for (Teller teller : tellers) {
            count += waiting(teller);
        }
        Set<String> present = answer(broker.listTopics().names());
        for (Teller teller : tellers) {
            // Where nothing was ever told the topic may not have been made yet.
            count += present.contains(teller.topic()) ? unread(broker, teller) : 0;
        }
        return count;
    }

    private static long waiting(Teller teller) throws SQLException {
        try (Connection connection = teller.account().connect(teller.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from outbox")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long unread(Admin broker, Teller teller)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<TopicPartition> partitions =
                answer(broker.describeTopics(Set.of(teller.topic())).allTopicNames()).values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .map(partition -> new TopicPartition(teller.topic(), partition.partition()))
                        .collect(Collectors.toSet());
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(broker, partitions, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(broker, partitions, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> read =
                answer(broker.listConsumerGroupOffsets(teller.group()).partitionsToOffsetAndMetadata());
        long unread = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata place = read.get(partition);
            // Of what the broker has forgotten nobody reads anything.
            long next = Math.max(place == null ? 0 : place.offset(), offset(begins, partition));
            unread += Math.max(0, offset(ends, partition) - next);
        }
        return unread;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin broker, Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer(broker.listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, _ -> which)))
                .all());
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResultInfo found = offsets.get(partition);
        return found == null ? 0 : found.offset();
    }

    private static <T> T answer(KafkaFuture<T> asked)
            throws ExecutionException, TimeoutException, InterruptedException {
        return asked.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    }
}
