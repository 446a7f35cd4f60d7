package dev.hongyan.contracts.message;

import java.util.Locale;
import java.util.Optional;

/// The types of messages. Visible ones count as unread; the others change what is shown.
public enum MessageType {
    TEXT(0, true),
    IMAGE(1, true),
    AUDIO(2, true),
    VIDEO(3, true),
    FILE(4, true),
    LOCATION(5, true),
    CARD(6, true),
    STICKER(7, true),
    RED_PACKET(8, true),
    TRANSFER(9, true),
    MERGED(10, true),
    RECALL(11, false),
    EDIT(12, false),
    REACTION(13, false),
    PIN(14, false),
    NOTICE(15, false);

    private final byte code;
    private final boolean visible;
    private final String wireName;

    MessageType(int code, boolean visible) {
        this.code = (byte) code;
        this.visible = visible;
        this.wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The number in the internal batch call; never used again for another type.
    byte code() {
        return code;
    }

    /// Whether readers see it as a message of its own; only these count as unread.
    public boolean visible() {
        return visible;
    }

    /// The name in JSON.
    public String wireName() {
        return wireName;
    }

    /// The type of that name in JSON; empty when there is none.
    public static Optional<MessageType> ofWireName(String name) {
        for (MessageType type : values()) {
            if (type.wireName.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The type of that number.
    ///
    /// @throws IllegalArgumentException when there is none
    static MessageType ofCode(byte code) {
        for (MessageType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown message type " + code);
    }
}
