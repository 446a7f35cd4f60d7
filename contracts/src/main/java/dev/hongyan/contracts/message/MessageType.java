package dev.hongyan.contracts.message;

import java.util.Locale;
import java.util.Optional;

/// The types of messages. Visible ones count as unread; the others change what is shown.
public enum MessageType {
    TEXT(true),
    IMAGE(true),
    AUDIO(true),
    VIDEO(true),
    FILE(true),
    LOCATION(true),
    CARD(true),
    STICKER(true),
    RED_PACKET(true),
    TRANSFER(true),
    MERGED(true),
    RECALL(false),
    EDIT(false),
    REACTION(false),
    PIN(false),
    NOTICE(false);

    private final boolean visible;
    private final String wireName;

    MessageType(boolean visible) {
        this.visible = visible;
        this.wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
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
}
