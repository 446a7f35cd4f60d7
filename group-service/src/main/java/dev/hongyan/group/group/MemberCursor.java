package dev.hongyan.group.group;

import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a page of members ended: the list is ordered by rank, joining and id.
public record MemberCursor(int rank, Instant joinedAt, UUID user) {
    private static final Pattern FORM = Pattern.compile("([0-2]) ([0-9]{1,15}) (\\S{36})");
    private static final MemberCursor BEGINNING = new MemberCursor(-1, Instant.EPOCH, new UUID(0, 0));

    /// The place after that member.
    public static MemberCursor after(Member member) {
        // As the column of that name has it.
        int rank = switch (member.role()) {
            case OWNER -> 0;
            case ADMIN -> 1;
            case MEMBER -> 2;
        };
        return new MemberCursor(rank, member.joinedAt(), member.user());
    }

    /// Reads what {@link #text} gave out; the beginning when it is absent.
    public static MemberCursor read(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (content == null) {
            return BEGINNING;
        }
        Matcher form = FORM.matcher(content);
        UUID user = form.matches() ? MessageContentReader.canonicalUuid(form.group(3)) : null;
        if (user == null) {
            throw ProblemException.invalid("cursor", "cursor.invalid");
        }
        Instant joinedAt = Instant.ofEpochMilli(Long.parseLong(form.group(2)));
        return new MemberCursor(Integer.parseInt(form.group(1)), joinedAt, user);
    }

    /// The cursor as callers get it.
    public String text() {
        return Params.cursor(rank + " " + joinedAt.toEpochMilli() + " " + user);
    }
}
