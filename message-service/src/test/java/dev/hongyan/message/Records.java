package dev.hongyan.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads a topic from its beginning, as a consumer of the contract would.
public final class Records {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Records() {}

    /// The records of a key, as soon as they satisfy the condition.
    public static List<ConsumerRecord<String, byte[]>> of(
            String brokers, String topic, UUID key, Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + LONGEST.toNanos();
            while (!enough.test(found) && System.nanoTime() < end) {
                for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    if (key.toString().equals(each.key())) {
                        found.add(each);
                    }
                }
            }
        }
        assertThat(enough.test(found)).as("the records expected for %s", key).isTrue();
        return found;
    }
}
