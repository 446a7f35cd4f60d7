package dev.hongyan.contracts.redpacket;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Where a red packet stands. `PENDING`, `ACTIVE` and `EXPIRED` hold money, the others are final.
public enum PacketState {
    /// The money is in escrow, the message is not in the conversation yet.
    @JsonProperty("pending")
    PENDING,
    /// In the conversation; may be claimed.
    @JsonProperty("active")
    ACTIVE,
    /// All shares have been claimed.
    @JsonProperty("finished")
    FINISHED,
    /// Its time is over; what is left is on its way back.
    @JsonProperty("expired")
    EXPIRED,
    /// What was left has gone back to the sender.
    @JsonProperty("refunded")
    REFUNDED,
    /// Its message never came into the conversation; the money has gone back.
    @JsonProperty("void")
    VOID;

    /// The name in JSON and in the database.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
