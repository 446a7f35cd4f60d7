package dev.hongyan.contracts.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a sender says: type, body, the message replied to, who is mentioned; in one canonical form.
///
/// The canonical bytes are the UTF-8 JSON object `{"type":…,"body":{…},"replyTo":…,"mentions":[…]}` without blanks,
/// with
/// just the members that the type knows, in a fixed order. They are made once, at the edge that meets the client
/// ({@link MessageContentReader}), and travel unchanged from there: the digest that makes a send idempotent, the text
/// column, the Kafka record and the frame all hold these very bytes.
///
/// @param type      the type of the message, such as `text`
/// @param canonical the canonical bytes; not copied, never to be changed
/// @param mentions  whether anybody is mentioned
@SuppressWarnings("ArrayRecordComponent") // nobody compares contents by equals; the digest is for that
public record MessageContent(MessageType type, byte[] canonical, boolean mentions) {
    /// The most characters (code points) that a text may have.
    public static final int MAX_TEXT_CHARACTERS = 10_000;
    /// The most bytes that the canonical form may have; ten thousand characters of text stay below it at the worst.
    public static final int MAX_BYTES = 64 * 1024;
    /// The most users that one message may mention.
    public static final int MAX_MENTIONS = 50;

    /// SHA-256 of the canonical bytes: same digest, same content.
    public byte[] digest() {
        return digestOf(canonical);
    }

    /// SHA-256 of canonical bytes.
    public static byte[] digestOf(byte[] canonical) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(canonical);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// The content of a notice that the system writes.
    ///
    /// @param bodyJson canonical JSON of the body, an object with the member `event` first
    public static MessageContent notice(String bodyJson) {
        String json = "{\"type\":\"notice\",\"body\":" + bodyJson + ",\"replyTo\":null,\"mentions\":[]}";
        return new MessageContent(MessageType.NOTICE, json.getBytes(StandardCharsets.UTF_8), false);
    }

    /// A message as every reader gets it: where it stands, who wrote it, and the content's members.
    ///
    /// @param canonical the canonical bytes of the content
    /// @param at        RFC 3339, UTC, milliseconds
    public static byte[] message(
            UUID conversation, long seq, UUID id, @Nullable UUID sender, String at, byte[] canonical) {
        String head = "{\"conversation\":\"" + conversation + "\",\"seq\":" + seq + ",\"id\":\"" + id + "\",\"sender\":"
                + (sender == null ? "null" : "\"" + sender + "\"") + ",\"at\":\"" + at + "\",";
        byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = new byte[headBytes.length + canonical.length - 1];
        System.arraycopy(headBytes, 0, message, 0, headBytes.length);
        System.arraycopy(canonical, 1, message, headBytes.length, canonical.length - 1);
        return message;
    }

    /// Types that a client may send by `send` or the public call in this version of the contract.
    static final List<MessageType> SENDABLE =
            List.of(MessageType.TEXT, MessageType.LOCATION, MessageType.CARD, MessageType.STICKER, MessageType.MERGED);
}
