package dev.hongyan.contracts.message;

import dev.hongyan.contracts.ProblemCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The fate of one append. {@link Stored} and {@link Refused} are final; {@link Retry} is not.
public sealed interface AppendAnswer {
    /// Durably in the log.
    ///
    /// @param seq      its number in the conversation
    /// @param at       when it was stored, to the millisecond
    /// @param repeated whether it was there already, from an earlier send with this id
    record Stored(long seq, Instant at, boolean repeated) implements AppendAnswer {}

    /// Not stored, and never will be under this id with this content unless the rules change.
    ///
    /// @param problem why
    /// @param until   when the reason ends by itself, for {@link ProblemCode#MUTED}; else null
    record Refused(ProblemCode problem, @Nullable Instant until) implements AppendAnswer {
        /// A refusal without a known end.
        public Refused(ProblemCode problem) {
            this(problem, null);
        }
    }

    /// The outcome is unknown, or the service too busy: send again with the same id.
    ///
    /// @param afterMillis how long to wait before
    record Retry(int afterMillis) implements AppendAnswer {}
}
