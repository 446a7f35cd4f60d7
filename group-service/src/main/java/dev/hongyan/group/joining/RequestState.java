package dev.hongyan.group.joining;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where a request to join stands. Its text in the table and in the contract is its name in lower case.
enum RequestState {
    PENDING,
    APPROVED,
    DECLINED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RequestState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
