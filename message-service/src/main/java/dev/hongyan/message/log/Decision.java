package dev.hongyan.message.log;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.message.log.LogTransaction.Finding;
import dev.hongyan.message.log.Target.Row;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What becomes of an entry whose conversation is held: in this order, there already, conflict, refused, numbered.
///
/// @param answer   final already; null when it gets the number of `row`
/// @param repeated whether an earlier entry of the batch wrote the row
record Decision(
        Entry entry,
        @Nullable AppendAnswer answer,
        @Nullable Row row,
        boolean repeated) {
    /// Decides, and numbers the survivor in the target.
    static Decision of(Entry entry, Target target, @Nullable Finding finding) {
        Append append = entry.append();
        if (target.isReserved(append.id())) {
            return refused(entry, ProblemCode.MESSAGE_CONFLICT);
        }
        Row earlier = target.earlier(append.id());
        if (earlier != null) {
            return append.sender().equals(earlier.sender()) && Arrays.equals(entry.digest(), earlier.digest())
                    ? new Decision(entry, null, earlier, true)
                    : refused(entry, ProblemCode.MESSAGE_CONFLICT);
        }
        if (finding != null && finding.seq() > 0) {
            return append.sender().equals(finding.sender()) && Arrays.equals(entry.digest(), finding.digest())
                    ? new Decision(entry, new AppendAnswer.Stored(finding.seq(), finding.at(), true), null, true)
                    : refused(entry, ProblemCode.MESSAGE_CONFLICT);
        }
        AppendAnswer.Refused refusal = forbidden(append, target, finding);
        return refusal != null
                ? new Decision(entry, refusal, null, false)
                : new Decision(
                        entry,
                        null,
                        target.append(append.id(), append.sender(), append.content(), entry.digest()),
                        false);
    }

    static Decision refused(Entry entry, ProblemCode problem) {
        return new Decision(entry, new AppendAnswer.Refused(problem), null, false);
    }

    private static AppendAnswer.@Nullable Refused forbidden(Append append, Target target, @Nullable Finding finding) {
        if (!target.has(append.sender())) {
            return new AppendAnswer.Refused(ProblemCode.NOT_A_MEMBER);
        }
        if (append.origin() == Origin.SELF) {
            return target.isSelf() ? null : new AppendAnswer.Refused(ProblemCode.FORBIDDEN);
        }
        if (target.isSelf()) {
            return new AppendAnswer.Refused(ProblemCode.READ_ONLY_CONVERSATION);
        }
        if (target.isGroup()) {
            return target.forbids(append.sender());
        }
        if (finding == null) {
            return null;
        }
        return finding.blocked()
                ? new AppendAnswer.Refused(ProblemCode.BLOCKED)
                : finding.friends() ? null : new AppendAnswer.Refused(ProblemCode.NOT_FRIENDS);
    }

    /// The answer, for after the commit only.
    ///
    /// @param at when the transaction's messages were stored
    AppendAnswer answerAt(Instant at) {
        if (answer != null) {
            return answer;
        }
        return row == null ? MessageLog.UNKNOWN : new AppendAnswer.Stored(row.seq(), at, repeated);
    }
}
