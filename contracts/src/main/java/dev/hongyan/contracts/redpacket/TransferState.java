package dev.hongyan.contracts.redpacket;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Where a transfer stands. `PENDING` and `WAITING` hold money, the others are final.
public enum TransferState {
    /// The money is in escrow, the message is not in the conversation yet.
    @JsonProperty("pending")
    PENDING,
    /// In the conversation; the recipient may accept or return it.
    @JsonProperty("waiting")
    WAITING,
    /// The recipient has the money.
    @JsonProperty("accepted")
    ACCEPTED,
    /// The recipient gave it back.
    @JsonProperty("returned")
    RETURNED,
    /// Nobody accepted it in time; the money has gone back.
    @JsonProperty("expired")
    EXPIRED,
    /// Its message never came into the conversation; the money has gone back.
    @JsonProperty("void")
    VOID;

    /// The name in JSON and in the database.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
