package dev.hongyan.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Topics;
import dev.hongyan.push.ComponentTest;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.presence.Receipts;
import dev.hongyan.push.resume.Resumption;
import dev.hongyan.push.resume.Resumptions;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // injected
class LogConsumerTest {
    @Inject
    EventFeed feed;

    @Inject
    HeadsWatch heads;

    /// The client's side of a broker that has one partition of each topic.
    private static final class Broker extends MockConsumer<byte[], byte[]> {
        private final CountDownLatch polled = new CountDownLatch(1);

        Broker() {
            super("none");
            for (Topics topic : Topics.values()) {
                String name = topic.topicName();
                updatePartitions(name, List.of(new PartitionInfo(name, 0, null, null, null)));
                updateEndOffsets(Map.of(new TopicPartition(name, 0), 7L));
            }
            schedulePollTask(polled::countDown);
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times, Duration wait) {
            return Map.of();
        }
    }

    @Test
    void afterAFailureItReadsOnWhateverItWas() throws InterruptedException {
        Broker failing = new Broker();
        failing.setPollException(new KafkaException("the broker is of another kind"));
        Broker broken = new Broker();
        broken.schedulePollTask(() -> {
            throw new IllegalArgumentException("nobody has thought of this");
        });
        Broker starved = new Broker();
        starved.schedulePollTask(() -> {
            throw new OutOfMemoryError("beside the heap");
        });
        Broker good = new Broker();
        Queue<Consumer<byte[], byte[]>> brokers = new ConcurrentLinkedQueue<>(List.of(failing, broken, starved, good));
        LogConsumer consumer = new LogConsumer(Map.of(), feed, heads) {
            @Override
            Consumer<byte[], byte[]> open() {
                return brokers.remove();
            }
        };
        consumer.start(new StartupEvent());
        try {
            assertThat(good.polled.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(good.assignment()).hasSize(4);
        } finally {
            consumer.stop(new ShutdownEvent());
        }
    }

    @Test
    void withTheBrokerAwayFromTheStartAnInstanceServesAllTheSame() throws InterruptedException {
        Registry registry = new Registry();
        MessageLog log = new LogModel().calls();
        Resumption resumption = Resumptions.of(log, registry);
        HeadsWatch own = new HeadsWatch(
                log, registry, resumption, new RecordFanout(registry, resumption, Peer.metrics(), new Receipts()));
        LogConsumer consumer = new LogConsumer(Map.of(), feed, own) {
            @Override
            Consumer<byte[], byte[]> open() {
                throw new KafkaException("no broker");
            }
        };
        FanoutReadiness readiness = new FanoutReadiness(consumer, own);
        own.start(new StartupEvent());
        consumer.start(new StartupEvent());
        try {
            assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            await().until(() -> readiness.call().getStatus() == HealthCheckResponse.Status.UP);
            assertThat(consumer.isPlaced()).isFalse();
        } finally {
            consumer.stop(new ShutdownEvent());
            own.stop(new ShutdownEvent());
        }
    }
}
