package dev.hongyan.message.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// What others ask before they do something on behalf of users in conversations.
@Path("/internal/access")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AccessResource {
    private static final int MAX_USERS = 1_000;

    private final AccessRepository access;

    @Inject
    AccessResource(AccessRepository access) {
        this.access = access;
    }

    /// @param conversation with `users` the only question
    /// @param items        questions about several conversations instead
    record Request(
            @Nullable UUID conversation,
            @Nullable List<UUID> users,
            @Nullable List<Question> items) {}

    record Question(
            @JsonProperty(required = true) UUID conversation,
            @JsonProperty(required = true) @Nullable List<UUID> users) {
        List<UUID> asked() {
            return users == null ? List.of() : users;
        }
    }

    record Answers(List<AccessRepository.Access> items) {}

    @POST
    @Operation(hidden = true, operationId = "access", summary = "Who of these users is a member, and who may write")
    public Response access(@Nullable Request body) throws SQLException {
        if (body == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        if (body.items() != null) {
            return Response.ok(new Answers(access.find(bounded(body.items())))).build();
        }
        UUID conversation = body.conversation();
        if (conversation == null) {
            throw ProblemException.invalid("conversation", "value.required");
        }
        List<Question> one = bounded(List.of(new Question(conversation, body.users())));
        return Response.ok(access.find(one).getFirst()).build();
    }

    private static List<Question> bounded(List<Question> questions) {
        // A list that cannot hold null throws when it is asked whether it does.
        boolean whole = questions.stream()
                .noneMatch(each -> each == null || each.asked().stream().anyMatch(Objects::isNull));
        if (!whole || questions.stream().mapToInt(each -> each.asked().size()).sum() > MAX_USERS) {
            throw ProblemException.invalid("users", "value.range");
        }
        return questions;
    }
}
