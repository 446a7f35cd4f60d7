package dev.hongyan.contracts.redpacket;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// How a red packet is shared out.
public enum PacketKind {
    /// Shares of random size, drawn when it is made.
    @JsonProperty("lucky")
    LUCKY,
    /// Shares of one size.
    @JsonProperty("equal")
    EQUAL,
    /// One share, for one named member.
    @JsonProperty("exclusive")
    EXCLUSIVE;

    /// The name in JSON and in the database.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
