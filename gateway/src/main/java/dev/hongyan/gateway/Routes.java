package dev.hongyan.gateway;

import org.jspecify.annotations.Nullable;

/// Which service answers for a path. What is not named here does not exist outside; `/internal` never is.
final class Routes {
    private Routes() {}

    /// The name of the service, or null when no service has the path.
    static @Nullable String serviceOf(RequestPath path) {
        return switch (path.segment(0)) {
            case "api" -> ofApi(path);
            case ".well-known" -> "user";
            case "ws" -> path.segments().size() == 1 ? "push" : null;
            default -> null;
        };
    }

    private static @Nullable String ofApi(RequestPath path) {
        return switch (path.segment(1)) {
            case "auth", "users", "friend-requests", "friends", "blocks" -> "user";
            case "conversations", "media", "search" -> "message";
            case "groups", "invitations" -> "group";
            case "wallet", "red-packets", "transfers" -> "redpacket";
            case "operator" -> path.segment(2).equals("money") ? "redpacket" : null;
            case "push" -> "push";
            default -> null;
        };
    }
}
