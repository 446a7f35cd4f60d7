package dev.hongyan.push.messagelog;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Records as message-service publishes them.
public final class Runs {
    public static final String AT = "2026-11-20T11:32:00.123Z";
    public static final UUID SENDER = Ids.v7();

    private Runs() {}

    /// The canonical content of a text.
    public static MessageContent text(String text) {
        String json = "{\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"},\"replyTo\":null,\"mentions\":[]}";
        return new MessageContent(MessageType.TEXT, json.getBytes(StandardCharsets.UTF_8), false);
    }

    /// Messages of these numbers, each saying `text`.
    public static LogRun of(UUID conversation, long from, long to, String text) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        write(
                value,
                "{\"conversation\":\"" + conversation + "\",\"from\":" + from + ",\"to\":" + to + ",\"messages\":[");
        for (long seq = from; seq <= to; seq++) {
            write(value, seq == from ? "" : ",");
            value.writeBytes(MessageContent.message(
                    conversation, seq, new UUID(7, seq), SENDER, AT, text(text).canonical()));
        }
        write(value, "]}");
        try {
            return LogRun.ofRecord(value.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
