package dev.hongyan.push.fanout;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.contracts.redpacket.PacketChanged;
import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.kit.identity.EndedSessions;
import dev.hongyan.push.presence.Ephemeral;
import dev.hongyan.push.presence.PacketNews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/// Sorts what was polled by its topic. Nothing here is worth a dead letter: messages are in the log, ended sessions in
/// their feed, and the rest is ephemeral.
@ApplicationScoped
class EventFeed {
    private static final Logger LOG = Logger.getLogger(EventFeed.class);
    private static final long FRESH_MILLIS = Duration.ofSeconds(10).toMillis();

    private final RecordFanout fanout;
    private final Ephemeral ephemeral;
    private final PacketNews packets;
    private final EndedSessions endedSessions;

    @Inject
    EventFeed(RecordFanout fanout, Ephemeral ephemeral, PacketNews packets, EndedSessions endedSessions) {
        this.fanout = fanout;
        this.ephemeral = ephemeral;
        this.packets = packets;
        this.endedSessions = endedSessions;
    }

    void accept(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (record.topic().equals(Topics.MESSAGE.topicName())) {
                messages.add(record);
            } else {
                acceptEvent(record);
            }
        }
        fanout.accept(messages);
    }

    private void acceptEvent(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(EventHeaders.TYPE);
        if (type == null || record.value() == null) {
            return;
        }
        try {
            DomainEvent event = EventCodec.decode(new String(type.value(), StandardCharsets.US_ASCII), record.value());
            boolean fresh = System.currentTimeMillis() - record.timestamp() < FRESH_MILLIS;
            if (event instanceof PushEvent push) {
                ephemeral.apply(push, fresh);
            } else if (event instanceof PacketChanged packet && fresh) {
                packets.apply(packet);
            } else if (event instanceof SessionEnded ended) {
                endedSessions.note(ended.session(), ended.user());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("event cannot be read, topic=%s offset=%d cause=%s", record.topic(), record.offset(), e);
        }
    }
}
