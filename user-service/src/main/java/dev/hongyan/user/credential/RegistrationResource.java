package dev.hongyan.user.credential;

import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.Languages;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.Check;
import dev.hongyan.user.account.NewAccount;
import dev.hongyan.user.limit.ClientAddress;
import dev.hongyan.user.limit.RateLimits;
import dev.hongyan.user.limit.Rule;
import dev.hongyan.user.session.Device;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Opening an account.
@Path("/api/auth/register")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "credentials")
class RegistrationResource {
    private final RegistrationService registrations;
    private final CommonPasswords passwords;
    private final MessageClient messages;
    private final RateLimits limits;
    private final SignInAnswers answers;

    @Inject
    RegistrationResource(
            RegistrationService registrations,
            CommonPasswords passwords,
            MessageClient messages,
            RateLimits limits,
            SignInAnswers answers) {
        this.registrations = registrations;
        this.passwords = passwords;
        this.messages = messages;
        this.limits = limits;
        this.answers = answers;
    }

    @Schema(
            name = "Registration",
            requiredProperties = {"username", "password", "displayName"})
    record Registration(
            @Nullable String username,
            @Nullable String password,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Device device) {}

    @POST
    @Operation(
            operationId = "register",
            summary = "Open an account and sign in; 202: done, the rest of the system will know it soon")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = SignInAnswers.Answer.class)))
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = SignInAnswers.Answer.class)))
    @APIResponse(responseCode = "409", description = "`username-taken`, `email-taken`")
    public Response register(@Nullable Registration body, @Context HttpServerRequest request) {
        Register command = checked(body, request);
        boolean inCookie = answers.wantsCookie(request);
        limits.take(Rule.REGISTRATION, ClientAddress.of(request));
        Change<SignIn> change = registrations.register(command);
        boolean applied = messages.apply(change.events());
        return answers.answer(applied ? 201 : 202, change.result(), inCookie, request);
    }

    private Register checked(@Nullable Registration body, HttpServerRequest request) {
        if (body == null) {
            throw ProblemException.invalid("body", "object.required");
        }
        Check check = new Check();
        String username = check.required("username", body.username()).toLowerCase(Locale.ROOT);
        String password = check.required("password", body.password());
        String displayName = check.required("displayName", body.displayName()).strip();
        check.username("username", username);
        check.displayName("displayName", displayName);
        passwords.check(check, "password", password, username);
        String email = body.email() == null ? null : body.email().strip().toLowerCase(Locale.ROOT);
        if (email != null) {
            check.email("email", email);
        }
        Device device = Device.checked(check, body.device());
        check.end();
        String locale = Languages.tag(Languages.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
        return new Register(new NewAccount(username, displayName, email, locale), password, device);
    }
}
