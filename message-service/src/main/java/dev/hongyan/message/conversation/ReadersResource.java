package dev.hongyan.message.conversation;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.conversation.ReadersRepository.After;
import dev.hongyan.message.conversation.ReadersRepository.Counts;
import dev.hongyan.message.conversation.ReadersRepository.Reader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Who has read a message, and who has not.
@Path("/api/conversations")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Messages")
class ReadersResource {
    private static final Pattern CURSOR =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::([0-9]{1,9}):([0-9]{1,9}))?");

    private final ReadersRepository readers;
    private final Caller caller;

    @Inject
    ReadersResource(ReadersRepository readers, Caller caller) {
        this.readers = readers;
        this.caller = caller;
    }

    /// Some of the members other than the sender who may read the message, in two lists.
    ///
    /// @param readCount   how many have read it, on whatever page they are, when the first page was asked for
    /// @param unreadCount how many have not
    /// @param next        the cursor of the next page; null at the end
    record Readers(
            List<UUID> read,
            List<UUID> unread,
            int readCount,
            int unreadCount,
            @Nullable String next) {}

    @GET
    @Path("/{id}/messages/{messageId}/readers")
    @Operation(operationId = "listReaders", summary = "Who has read a message, and who has not")
    @APIResponse(
            responseCode = "200",
            description =
                    "The other members, in two lists that together hold a page of them, and how many there were in all when the first "
                            + "page was asked for")
    @APIResponse(responseCode = "400", description = "A limit or cursor that cannot be")
    @APIResponse(responseCode = "404", description = "No such message for the caller")
    public Readers list(
            String id,
            String messageId,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        int size = Params.limit(limit);
        ReadersRepository.Readers found = readers.find(
                        caller.user(), Params.id(id), Params.id(messageId), after(cursor), size + 1)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        Counts counts = found.counts();
        Params.Page<Reader> page =
                Params.page(found.some(), size, last -> last.user() + ":" + counts.read() + ":" + counts.unread());
        return new Readers(users(page, true), users(page, false), counts.read(), counts.unread(), page.next());
    }

    /// Counts that somebody made up deceive him alone. Without them, as earlier versions gave cursors out, it is
    /// counted anew.
    private static @Nullable After after(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (content == null) {
            return null;
        }
        Matcher parts = CURSOR.matcher(content);
        if (!parts.matches()) {
            throw ProblemException.invalid("cursor", "cursor.invalid");
        }
        UUID user = UUID.fromString(parts.group(1));
        return parts.group(2) == null
                ? new After(user, null)
                : new After(user, new Counts(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))));
    }

    private static List<UUID> users(Params.Page<Reader> page, boolean hasRead) {
        return page.items().stream()
                .filter(reader -> reader.hasRead() == hasRead)
                .map(Reader::user)
                .toList();
    }
}
