package dev.hongyan.group.group;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How somebody becomes a member whom nobody has added. Its text in the table and in the contract is its name in lower
/// case.
public enum JoinPolicy {
    /// Whoever wants to.
    OPEN,
    /// Who asks and is let in by the owner or an admin.
    APPROVAL,
    /// Only who was invited; nobody else finds the group.
    INVITATION;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JoinPolicy> of(String text) {
        return Stream.of(values()).filter(policy -> policy.text().equals(text)).findFirst();
    }
}
