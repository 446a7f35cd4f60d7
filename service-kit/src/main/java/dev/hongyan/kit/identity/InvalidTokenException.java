package dev.hongyan.kit.identity;

import dev.hongyan.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/// A token that is not accepted. The caller learns only whether it had expired or its session had ended.
public final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    InvalidTokenException(ProblemCode code, @Nullable Throwable cause) {
        super(code.code(), cause, false, false);
        this.code = code;
    }

    /// {@link ProblemCode#UNAUTHENTICATED}, {@link ProblemCode#TOKEN_EXPIRED}, {@link ProblemCode#SESSION_ENDED}, or
    /// {@link ProblemCode#UNAVAILABLE} while it cannot be judged yet.
    public ProblemCode code() {
        return code;
    }

    /// Whether it was good once and its time is over.
    public boolean expired() {
        return code == ProblemCode.TOKEN_EXPIRED;
    }
}
