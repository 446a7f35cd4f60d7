package dev.hongyan.user.account;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Who somebody is, for the services that keep a copy of it: what the events told, for whom they have not reached yet.
@Path("/internal/users")
@RolesAllowed("service")
@RunOnVirtualThread
class InternalUserResource {
    private static final int MAX_NAMED = 1_000;

    private final AccountService accounts;

    @Inject
    InternalUserResource(AccountService accounts) {
        this.accounts = accounts;
    }

    /// At most a thousand people, by their ids or their usernames.
    record Named(@Nullable List<UUID> ids, @Nullable List<String> usernames) {}

    /// Those who exist, in no order.
    record Found(List<AccountService.Known> items) {}

    @POST
    @Operation(hidden = true)
    public Found find(@Nullable Named body) {
        List<UUID> ids = body == null || body.ids() == null ? List.of() : body.ids();
        List<String> usernames = body == null || body.usernames() == null ? List.of() : body.usernames();
        Check check = new Check();
        check.that(body != null, "body", "object.required");
        check.that(ids.stream().noneMatch(Objects::isNull), "ids", "id.uuid");
        check.that(usernames.stream().noneMatch(Objects::isNull), "usernames", "value.type");
        check.that(ids.size() + usernames.size() <= MAX_NAMED, "ids", "value.length");
        check.end();
        return new Found(accounts.known(ids, usernames));
    }
}
