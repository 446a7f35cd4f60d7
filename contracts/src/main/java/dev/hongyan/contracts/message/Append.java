package dev.hongyan.contracts.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One message to be appended to a conversation.
///
/// @param conversation where to
/// @param id           made by the sender; names the message and makes the send idempotent
/// @param sender       who wrote it; for an origin other than {@link Origin#USER} the actor
/// @param content      what it says
/// @param traceparent  W3C trace context of who sends it, if that is recorded
public record Append(
        Origin origin,
        UUID conversation,
        UUID id,
        UUID sender,
        MessageContent content,
        @Nullable String traceparent) {
    /// One whose way nobody records.
    public Append(Origin origin, UUID conversation, UUID id, UUID sender, MessageContent content) {
        this(origin, conversation, id, sender, content, null);
    }

    /// The same, with the trace context of who sends it.
    Append tracedBy(String parent) {
        return new Append(origin, conversation, id, sender, content, parent);
    }

    /// Who stands behind an append, and so which rules it meets.
    public enum Origin {
        /// A client: types that clients may send, all rules of the conversation.
        USER(0),
        /// A service on behalf of `sender`: types of the system too, the same rules.
        SERVICE(1),
        /// A notice of a service in the `self` conversation of a user, which it begins when need be; `sender` is the
        /// user himself.
        SELF(2);

        private final byte code;

        Origin(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Origin ofCode(byte code) {
            for (Origin origin : values()) {
                if (origin.code == code) {
                    return origin;
                }
            }
            throw new IllegalArgumentException("unknown origin " + code);
        }
    }
}
