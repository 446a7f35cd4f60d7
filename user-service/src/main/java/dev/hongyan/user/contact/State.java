package dev.hongyan.user.contact;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a friend request stands. Its text in the table and in the contract is its name in lower case.
public enum State {
    PENDING,
    ACCEPTED,
    DECLINED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<State> of(String text) {
        return Stream.of(values()).filter(state -> state.text().equals(text)).findFirst();
    }
}
