package dev.hongyan.redpacket.talk;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What message-service says about some users in a conversation.
///
/// @param kind        `direct`, `group` …; null when none of them is a member
/// @param memberCount of the conversation; 0 when none of them is a member
/// @param refusals    why those members who may not write may not
public record Access(Set<UUID> members, @Nullable String kind, int memberCount, Map<UUID, Refusal> refusals) {
    /// @param until when it ends by itself, if that is known
    public record Refusal(ProblemCode problem, @Nullable Instant until) {
        /// As it is answered.
        public ProblemException exception() {
            ProblemException exception = new ProblemException(problem);
            return until == null ? exception : exception.with("until", until);
        }
    }

    /// Whether only two take part.
    public boolean isDirect() {
        return "direct".equals(kind);
    }

    /// Refuses whoever is no member or may not write.
    public void requireWriter(UUID user) {
        if (!members.contains(user)) {
            throw new ProblemException(ProblemCode.NOT_A_MEMBER);
        }
        Refusal refusal = refusals.get(user);
        if (refusal != null) {
            throw refusal.exception();
        }
    }
}
