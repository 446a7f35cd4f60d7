package dev.hongyan.push.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hongyan.kit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Frames of the server as the bytes of their JSON. `messages` is not among them: it is put together from raw runs of
/// the log at the moment it is written.
public final class ServerFrame {
    /// Why the server closes a socket.
    public enum Reason {
        DRAINING("draining", 1001),
        SESSION_ENDED("session-ended", 4401),
        TOKEN_EXPIRED("token-expired", 4401),
        POLICY("policy", 1008),
        TOO_FAST("policy", 4429);

        private final String wireName;
        private final int closeCode;

        Reason(String wireName, int closeCode) {
            this.wireName = wireName;
            this.closeCode = closeCode;
        }

        /// The code that the socket closes with.
        public int closeCode() {
            return closeCode;
        }
    }

    private static final JsonMapper MAPPER = new JsonMapper();

    @JsonPropertyOrder({"op", "id", "problem"})
    private record Refused(String op, UUID id, Problem problem) {}

    @JsonPropertyOrder({"op", "problem", "ref"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Failed(
            String op, Problem problem, @Nullable String ref) {}

    private ServerFrame() {}

    /// The first frame of a socket.
    ///
    /// @param device the session of the account, `sid` of the token: one session is one device
    public static byte[] welcome(UUID user, UUID device, int heartbeatSeconds, Instant time) {
        return ascii(
                "{\"op\":\"welcome\",\"session\":\"" + device + "\",\"user\":\"" + user + "\",\"device\":\"" + device
                        + "\",\"heartbeatSeconds\":" + heartbeatSeconds + ",\"time\":\"" + Times.rfc3339(time) + "\"}");
    }

    /// A range that was left out.
    public static byte[] page(UUID conversation, long from, long to) {
        return ascii(
                "{\"op\":\"page\",\"conversation\":\"" + conversation + "\",\"from\":" + from + ",\"to\":" + to + "}");
    }

    /// All up to these heads has been sent.
    public static byte[] resumed(Map<UUID, Long> heads) {
        StringBuilder json =
                new StringBuilder(40 + heads.size() * 50).append("{\"op\":\"resumed\",\"conversations\":{");
        String separator = "\"";
        for (Map.Entry<UUID, Long> head : heads.entrySet()) {
            json.append(separator).append(head.getKey()).append("\":").append(head.getValue());
            separator = ",\"";
        }
        return ascii(json.append("}}").toString());
    }

    /// Durably stored.
    ///
    /// @param at as the log has it
    public static byte[] sent(UUID id, UUID conversation, long seq, String at) {
        return ascii("{\"op\":\"sent\",\"id\":\"" + id + "\",\"conversation\":\"" + conversation + "\",\"seq\":" + seq
                + ",\"at\":\"" + at + "\"}");
    }

    /// Not stored, and why.
    public static byte[] refused(UUID id, Problem problem) {
        return json(new Refused("refused", id, problem));
    }

    /// Outcome unknown, or too busy.
    public static byte[] retry(UUID id, long afterMillis) {
        return ascii("{\"op\":\"retry\",\"id\":\"" + id + "\",\"afterMs\":" + afterMillis + "}");
    }

    /// A frame that was not understood.
    public static byte[] error(Problem problem, @Nullable String ref) {
        return json(new Failed("error", problem, ref));
    }

    /// The answer to `ping`.
    public static byte[] pong(long n) {
        return ascii("{\"op\":\"pong\",\"n\":" + n + "}");
    }

    /// A member's read position.
    public static byte[] read(UUID conversation, UUID user, long seq) {
        return position("read", conversation, user, seq);
    }

    /// How far a member of a direct conversation has got it.
    public static byte[] received(UUID conversation, UUID user, long seq) {
        return position("received", conversation, user, seq);
    }

    /// A member writes, or has stopped.
    public static byte[] typing(UUID conversation, UUID user, boolean active) {
        return ascii("{\"op\":\"typing\",\"conversation\":\"" + conversation + "\",\"user\":\"" + user
                + "\",\"active\":" + active + "}");
    }

    /// Progress of a red packet.
    public static byte[] packet(UUID packet, UUID conversation, String state, int claimedCount) {
        return ascii("{\"op\":\"packet\",\"redPacket\":\"" + packet + "\",\"conversation\":\"" + conversation
                + "\",\"state\":\"" + state + "\",\"claimedCount\":" + claimedCount + "}");
    }

    /// How a user shows himself.
    public static byte[] presence(UUID user, String state) {
        return ascii("{\"op\":\"presence\",\"user\":\"" + user + "\",\"state\":\"" + state + "\"}");
    }

    /// The live queue was dropped.
    public static byte[] lagged() {
        return ascii("{\"op\":\"lagged\"}");
    }

    /// Before a close by the server.
    public static byte[] bye(Reason reason, long retryAfterMillis) {
        return ascii(
                "{\"op\":\"bye\",\"reason\":\"" + reason.wireName + "\",\"retryAfterMs\":" + retryAfterMillis + "}");
    }

    private static byte[] position(String op, UUID conversation, UUID user, long seq) {
        return ascii("{\"op\":\"" + op + "\",\"conversation\":\"" + conversation + "\",\"user\":\"" + user
                + "\",\"seq\":" + seq + "}");
    }

    private static byte[] json(Record frame) {
        try {
            return MAPPER.writeValueAsBytes(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame is always writable", e);
        }
    }

    private static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.ISO_8859_1);
    }
}
