package dev.hongyan.push.messagelog;

import dev.hongyan.contracts.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whom a record's header, or an answer of the log, names as having joined or left.
///
/// @param isTooMany there are more than are named: it may be anybody
public record MemberNames(Set<UUID> users, boolean isTooMany) {
    /// None.
    public static final MemberNames NOBODY = new MemberNames(Set.of(), false);
    /// More than can be named.
    public static final MemberNames ANYBODY = new MemberNames(Set.of(), true);

    /// Whom the value of a header names; nobody when there is no header.
    ///
    /// @throws IllegalArgumentException when it is no list of ids
    public static MemberNames of(byte @Nullable [] header) {
        if (header == null) {
            return NOBODY;
        }
        String list = new String(header, StandardCharsets.US_ASCII);
        if (list.equals(EventHeaders.ASK)) {
            return ANYBODY;
        }
        Set<UUID> users = Arrays.stream(list.split(",", -1))
                .filter(id -> !id.isEmpty())
                .map(UUID::fromString)
                .collect(Collectors.toUnmodifiableSet());
        return new MemberNames(users, false);
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return !isTooMany && users.isEmpty();
    }

    /// Whether the user is among them, or may be.
    public boolean mayName(UUID user) {
        return isTooMany || users.contains(user);
    }
}
