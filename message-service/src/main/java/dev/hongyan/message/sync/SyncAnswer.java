package dev.hongyan.message.sync;

import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.message.log.Notices;
import dev.hongyan.message.sync.SyncRepository.Standing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The answer of a sync, written as it is read: stored bytes are copied and never parsed. Messages end at 1 MiB.
final class SyncAnswer {
    private static final int MAX_BYTES = 1024 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
    private final List<byte[]> messages = new ArrayList<>();
    private final Set<UUID> joined = new LinkedHashSet<>();
    private final Set<UUID> left = new LinkedHashSet<>();
    private @Nullable Standing standing;
    private long from;
    private boolean manyJoined;
    private boolean manyLeft;
    private int bytes;
    private boolean first = true;

    SyncAnswer() {
        write("{\"items\":[");
    }

    void begin(Standing next, long fromSeq) {
        standing = next;
        from = fromSeq;
        messages.clear();
        joined.clear();
        left.clear();
        manyJoined = false;
        manyLeft = false;
    }

    /// False when the answer is full; an answer always takes one message.
    boolean add(byte[] message) {
        if (bytes > 0 && bytes + message.length > MAX_BYTES) {
            bytes = MAX_BYTES;
            return false;
        }
        bytes += message.length;
        messages.add(message);
        return true;
    }

    /// Who has come and gone is named in both lists; who has gone and come again, among those who came. Where a
    /// notice does not name them all, neither does the list.
    void change(Notices.MemberChange change) {
        joined.addAll(change.joined());
        change.joined().forEach(left::remove);
        left.addAll(change.left());
        manyJoined |= change.manyJoined();
        manyLeft |= change.manyLeft();
    }

    /// @param to the last number that is covered
    void end(long to) {
        Standing of = standing;
        if (of == null) {
            throw new IllegalStateException("nothing has begun");
        }
        write((first ? "" : ",") + "{\"conversation\":\"" + of.conversation() + "\",\"member\":" + of.member()
                + ",\"kind\":" + (of.kind() == null ? "null" : "\"" + of.kind() + "\"") + ",\"members\":" + of.members()
                + ",\"head\":" + of.head() + ",\"from\":" + from + ",\"to\":" + to + ",\"more\":" + (to < of.head())
                + ",\"joined\":" + named(joined, manyJoined) + ",\"left\":" + named(left, manyLeft)
                + ",\"messages\":[");
        first = false;
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(messages.get(i));
        }
        write("]}");
    }

    byte[] finish() {
        write("]}");
        return out.toByteArray();
    }

    private static String named(Set<UUID> ids, boolean many) {
        return many
                ? "\"" + EventHeaders.ASK + "\""
                : ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private void write(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
