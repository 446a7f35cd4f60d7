package dev.hongyan.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// What a service has told the world.
public final class PublishedEvents {
    private PublishedEvents() {}

    /// All that the broker holds of a topic, the events of one key in their order.
    public static List<DomainEvent> of(Topics topic) throws IOException {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        List<DomainEvent> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String type = new String(
                            record.headers().lastHeader(EventHeaders.TYPE).value(), StandardCharsets.UTF_8);
                    DomainEvent event = EventCodec.decode(type, record.value());
                    assertThat(record.key()).isEqualTo(event.key());
                    events.add(event);
                }
            }
        }
        return events;
    }
}
