package dev.hongyan.push.messagelog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run of a conversation's log in its raw bytes, and where each message stands in them.
///
/// The numbers `from`..`to` are covered: one without a message among the entries is not for the reader. Runs are shared
/// between sessions and never change.
///
/// @param bytes   holds the messages as one JSON array without blanks; not copied
/// @param entries in the order of their numbers
@SuppressWarnings("ArrayRecordComponent") // nobody compares runs
public record LogRun(UUID conversation, long from, long to, byte[] bytes, List<Entry> entries) {
    static final JsonFactory JSON = new JsonFactory();

    /// One message.
    ///
    /// @param start  of its object in the bytes
    /// @param end    just behind its object
    /// @param sender null for a notice of the system
    public record Entry(long seq, UUID id, @Nullable UUID sender, int start, int end) {}

    /// The run in the value of a record of `message.events.v1`.
    ///
    /// @throws IOException when the value is of another shape
    public static LogRun ofRecord(byte[] value) throws IOException {
        UUID conversation = null;
        long from = -1;
        long to = -1;
        List<Entry> entries = List.of();
        try (JsonParser in = JSON.createParser(value)) {
            expect(in.nextToken(), JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String member = in.currentName();
                in.nextToken();
                switch (member) {
                    case "conversation" -> conversation = UUID.fromString(in.getText());
                    case "from" -> from = in.getLongValue();
                    case "to" -> to = in.getLongValue();
                    case "messages" -> entries = entries(in);
                    default -> in.skipChildren();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("malformed record", e);
        }
        if (conversation == null || from < 1 || to < from) {
            throw new IOException("malformed record");
        }
        return new LogRun(conversation, from, to, value, entries);
    }

    /// The messages of the array that the parser stands on; the parser must read from an array of bytes.
    static List<Entry> entries(JsonParser in) throws IOException {
        expect(in.currentToken(), JsonToken.START_ARRAY);
        List<Entry> entries = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            entries.add(entry(in));
        }
        return entries;
    }

    private static Entry entry(JsonParser in) throws IOException {
        int start = Math.toIntExact(in.currentTokenLocation().getByteOffset());
        long seq = -1;
        UUID id = null;
        UUID sender = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String member = in.currentName();
            JsonToken value = in.nextToken();
            switch (member) {
                case "seq" -> seq = in.getLongValue();
                case "id" -> id = UUID.fromString(in.getText());
                case "sender" -> sender = value == JsonToken.VALUE_NULL ? null : UUID.fromString(in.getText());
                default -> in.skipChildren();
            }
        }
        int end = Math.toIntExact(in.currentLocation().getByteOffset());
        if (seq < 1 || id == null) {
            throw new IOException("message without seq or id");
        }
        return new Entry(seq, id, sender, start, end);
    }

    private static void expect(@Nullable JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new IOException("expected " + expected + ", found " + token);
        }
    }

    /// What of this run lies after a number. Shares the bytes.
    public LogRun after(long seq) {
        if (seq < from) {
            return this;
        }
        int skipped = 0;
        while (skipped < entries.size() && entries.get(skipped).seq() <= seq) {
            skipped++;
        }
        return new LogRun(conversation, seq + 1, to, bytes, entries.subList(skipped, entries.size()));
    }

    /// Whether the reader may see all from the first message on.
    public boolean isWhole() {
        return !entries.isEmpty() && entries.size() == to - entries.getFirst().seq() + 1;
    }

    /// How many bytes the messages take, separators included.
    public int size() {
        return entries.isEmpty()
                ? 0
                : entries.getLast().end() - entries.getFirst().start();
    }

    /// Whether the message says exactly this: its object ends with the canonical content but for the opening brace.
    public boolean says(Entry entry, byte[] canonical) {
        int length = canonical.length - 1;
        int begin = entry.end() - length;
        if (begin <= entry.start() || bytes[begin - 1] != ',') {
            return false;
        }
        return Arrays.equals(bytes, begin, entry.end(), canonical, 1, canonical.length);
    }

    /// When a message was stored, as the log writes it: the member just before the content.
    public String at(Entry entry, byte[] canonical) {
        int end = entry.end() - (canonical.length - 1) - 2;
        int begin = end;
        while (begin > entry.start() && bytes[begin - 1] != '"') {
            begin--;
        }
        return new String(bytes, begin, end - begin, StandardCharsets.US_ASCII);
    }
}
