package dev.hongyan.redpacket.payment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Money on its way in or out.
///
/// @param amount    fen
/// @param reference the provider's name for it, once it has one
/// @param settledAt null while it is pending
record Payment(
        UUID id,
        UUID owner,
        Kind kind,
        long amount,
        String currency,
        String provider,
        @Nullable String reference,
        State state,
        Instant createdAt,
        @Nullable Instant settledAt) {
    /// Which way it goes.
    enum Kind {
        @JsonProperty("top-up")
        TOP_UP,
        @JsonProperty("withdrawal")
        WITHDRAWAL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /// How far it is.
    enum State {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// As its owner sees it.
    @Schema(name = "Payment")
    record View(
            UUID id,
            Kind kind,
            long amount,
            String currency,
            String provider,
            State state,
            Instant createdAt,
            @Nullable Instant settledAt) {}

    View view() {
        return new View(id, kind, amount, currency, provider, state, createdAt, settledAt);
    }
}
