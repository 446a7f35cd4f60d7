package dev.hongyan.contracts;

import java.util.Locale;
import java.util.Optional;

/// Every refusal that a caller can meet, with its HTTP status and whose concern it is.
///
/// The code's path (`/problems/not-a-member`) is the `type` of the RFC 9457 answer and stable for ever; the words
/// for people stand in `problems.properties` (English) and `problems_zh.properties`, one title and detail a code.
public enum ProblemCode {
    MALFORMED_REQUEST(400, Kind.CALLER),
    INVALID_REQUEST(400, Kind.CALLER),
    IDEMPOTENCY_KEY_MISSING(400, Kind.CALLER),
    UNAUTHENTICATED(401, Kind.CALLER),
    WRONG_CREDENTIALS(401, Kind.CALLER),
    SESSION_ENDED(401, Kind.CALLER),
    TOKEN_EXPIRED(401, Kind.CALLER),
    FORBIDDEN(403, Kind.CALLER),
    FOREIGN_ORIGIN(403, Kind.CALLER),
    NOT_FRIENDS(403, Kind.CALLER),
    BLOCKED(403, Kind.CALLER),
    MUTED(403, Kind.CALLER),
    MUTED_ALL(403, Kind.CALLER),
    NOT_THE_RECIPIENT(403, Kind.CALLER),
    ACCOUNT_FROZEN(403, Kind.CALLER),
    PAY_PASSWORD_NEEDED(403, Kind.CALLER),
    PAY_PASSWORD_WRONG(403, Kind.CALLER),
    PAY_PASSWORD_LOCKED(403, Kind.CALLER),
    POINTS_ONLY(403, Kind.CALLER),
    NO_PAYMENT_PROVIDER(403, Kind.CALLER),
    READ_ONLY_CONVERSATION(403, Kind.CALLER),
    INVITATION_ONLY(403, Kind.CALLER),
    NOT_FOUND(404, Kind.CALLER),
    NOT_A_MEMBER(404, Kind.CALLER),
    METHOD_NOT_ALLOWED(405, Kind.CALLER),
    NOT_ACCEPTABLE(406, Kind.CALLER),
    MESSAGE_CONFLICT(409, Kind.CONFLICT),
    USERNAME_TAKEN(409, Kind.CONFLICT),
    EMAIL_TAKEN(409, Kind.CONFLICT),
    PHONE_TAKEN(409, Kind.CONFLICT),
    ALREADY_FRIENDS(409, Kind.CONFLICT),
    ALREADY_ANSWERED(409, Kind.CONFLICT),
    OWNER_MUST_STAY(409, Kind.CONFLICT),
    GROUP_FULL(409, Kind.CONFLICT),
    LIMIT_REACHED(409, Kind.CONFLICT),
    IDEMPOTENCY_CONFLICT(409, Kind.CONFLICT),
    INSUFFICIENT_FUNDS(409, Kind.CONFLICT),
    DAILY_LIMIT_REACHED(409, Kind.CONFLICT),
    RED_PACKET_FINISHED(409, Kind.CONFLICT),
    RED_PACKET_EXPIRED(410, Kind.CONFLICT),
    TRANSFER_EXPIRED(410, Kind.CONFLICT),
    INVITATION_EXPIRED(410, Kind.CONFLICT),
    TOO_LARGE(413, Kind.CALLER),
    UNSUPPORTED_MEDIA_TYPE(415, Kind.CALLER),
    TOO_MANY_REQUESTS(429, Kind.CAPACITY),
    INTERNAL_ERROR(500, Kind.INTERNAL),
    UNAVAILABLE(503, Kind.CAPACITY),
    PAYOUTS_STOPPED(503, Kind.CAPACITY),
    UPSTREAM_TIMEOUT(504, Kind.CAPACITY);

    /// Whose concern a problem is. Alarms are raised for {@link #CAPACITY} and {@link #INTERNAL} only.
    public enum Kind {
        CALLER,
        CONFLICT,
        CAPACITY,
        INTERNAL
    }

    private final int status;
    private final Kind kind;
    private final String code;

    ProblemCode(int status, Kind kind) {
        this.status = status;
        this.kind = kind;
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The HTTP status of the answer.
    public int status() {
        return status;
    }

    /// Whose concern the problem is.
    public Kind kind() {
        return kind;
    }

    /// The code in kebab case, as in the last part of {@link #type()} and in the internal batch call.
    public String code() {
        return code;
    }

    /// The stable relative URI that names the problem, and the path of the page that explains it.
    public String type() {
        return "/problems/" + code;
    }

    /// Whether the same request may succeed later without a change.
    public boolean retryable() {
        return kind == Kind.CAPACITY;
    }

    /// The problem of a code in kebab case; empty when there is none of that name.
    public static Optional<ProblemCode> ofCode(String code) {
        for (ProblemCode each : values()) {
            if (each.code.equals(code)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// A short name of the problem for people, in the language asked for (Chinese or else English).
    public String title(Locale language) {
        return ProblemTexts.text(language, code + ".title");
    }

    /// One or two sentences that say what happened and what to do, in the language asked for.
    public String detail(Locale language) {
        return ProblemTexts.text(language, code + ".detail");
    }
}
