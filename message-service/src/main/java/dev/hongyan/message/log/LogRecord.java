package dev.hongyan.message.log;

import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// Makes and sends the records of `message.events.v1` for a run of messages of one conversation. They are cut
/// at 256 KiB and behind a notice that takes members out.
final class LogRecord {
    private static final int MAX_BYTES = 256 * 1024;
    private static final String TYPE = "messages-appended.v1";

    private final EventProducer producer;
    private final UUID conversation;
    private final List<Trace> traces;
    private final List<CompletableFuture<Void>> sends = new ArrayList<>(1);
    private final List<byte[]> messages = new ArrayList<>();
    private final Set<UUID> joined = new LinkedHashSet<>(2);
    private final Set<UUID> left = new LinkedHashSet<>(0);
    private boolean manyJoined;
    private boolean manyLeft;
    private int bytes;
    private long from;
    private long to;
    private String time = "";

    LogRecord(EventProducer producer, UUID conversation) {
        this(producer, conversation, List.of());
    }

    /// @param traces those that the messages belong to, as far as they are recorded
    LogRecord(EventProducer producer, UUID conversation, List<Trace> traces) {
        this.producer = producer;
        this.conversation = conversation;
        this.traces = traces;
    }

    /// The next message, in the order of the numbers.
    void add(long seq, UUID id, @Nullable UUID sender, Instant at, int flags, byte[] canonical) {
        String atText = StrictJson.TIME.format(at);
        byte[] message = MessageContent.message(conversation, seq, id, sender, atText, canonical);
        if (!messages.isEmpty() && bytes + message.length + 128 > MAX_BYTES) {
            send();
        }
        if (messages.isEmpty()) {
            from = seq;
        }
        to = seq;
        time = atText;
        messages.add(message);
        bytes += message.length + 1;
        if ((flags & Notices.MEMBERS) != 0) {
            Notices.MemberChange change = Notices.memberChange(conversation, canonical);
            joined.addAll(change.joined());
            left.addAll(change.left());
            manyJoined |= change.manyJoined();
            manyLeft |= change.manyLeft();
        }
        if (!left.isEmpty() || manyLeft) {
            // What follows is not for who is out now: no record that he gets holds it.
            send();
        }
    }

    /// Sends what is left; completes when the broker has all of it.
    CompletableFuture<Void> finish() {
        if (!messages.isEmpty()) {
            send();
        }
        return CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new));
    }

    private void send() {
        UUID id = Ids.derived(conversation, from + "-" + to);
        List<Header> headers = producer.headers(id, TYPE, time);
        if (!joined.isEmpty() || !left.isEmpty() || manyJoined || manyLeft) {
            headers = new ArrayList<>(headers);
            name(EventHeaders.JOINED, joined, manyJoined, headers);
            name(EventHeaders.LEFT, left, manyLeft, headers);
        }
        sends.add(traces.isEmpty() ? produce(headers) : produceTraced(headers));
        messages.clear();
        joined.clear();
        left.clear();
        manyJoined = false;
        manyLeft = false;
        bytes = 0;
    }

    private CompletableFuture<Void> produce(List<Header> headers) {
        return producer.send(Topics.MESSAGE.topicName(), conversation.toString(), value(), headers);
    }

    private CompletableFuture<Void> produceTraced(List<Header> headers) {
        Step step = EventProducer.step(Topics.MESSAGE.topicName(), traces);
        CompletableFuture<Void> sent = produce(EventProducer.traced(headers, step.header()));
        return sent.whenComplete((_, failure) -> EventProducer.end(step, failure));
    }

    private static void name(String header, Set<UUID> users, boolean many, List<Header> headers) {
        if (!users.isEmpty() || many) {
            String named = many || users.size() > Notices.MOST_NAMED
                    ? EventHeaders.ASK
                    : users.stream().map(UUID::toString).collect(Collectors.joining(","));
            headers.add(new RecordHeader(header, named.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private byte[] value() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 128);
        String head =
                "{\"conversation\":\"" + conversation + "\",\"from\":" + from + ",\"to\":" + to + ",\"messages\":[";
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(messages.get(i));
        }
        out.writeBytes(new byte[] {']', '}'});
        return out.toByteArray();
    }
}
