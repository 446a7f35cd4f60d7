package dev.hongyan.user.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.account.Check;
import dev.hongyan.user.limit.ClientAddress;
import dev.hongyan.user.session.Device;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Signing in, and changing what one signs in with.
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "credentials")
class LoginResource {
    /// Nobody has a longer one; what is longer is not even compared.
    private static final int MAX_LOGIN = 254;

    private static final int MAX_PASSWORD = 128;

    private final LoginService logins;
    private final AccountService accounts;
    private final CommonPasswords passwords;
    private final SignInAnswers answers;
    private final Caller caller;

    @Inject
    LoginResource(
            LoginService logins,
            AccountService accounts,
            CommonPasswords passwords,
            SignInAnswers answers,
            Caller caller) {
        this.logins = logins;
        this.accounts = accounts;
        this.passwords = passwords;
        this.answers = answers;
        this.caller = caller;
    }

    @Schema(
            name = "Login",
            requiredProperties = {"login", "password"})
    record Login(
            @Nullable String login,
            @Nullable String password,
            @Nullable Device device) {}

    @Schema(
            name = "PasswordChange",
            requiredProperties = {"current", "new"})
    record PasswordChange(
            @Nullable String current,
            @JsonProperty("new") @Nullable String replacement) {}

    @POST
    @Path("/login")
    @PermitAll
    @Operation(operationId = "login", summary = "Sign in with username, e-mail address or phone number")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SignInAnswers.Answer.class)))
    @APIResponse(responseCode = "401", description = "`wrong-credentials`")
    public Response logIn(@Nullable Login body, @Context HttpServerRequest request) {
        if (body == null) {
            throw ProblemException.invalid("body", "object.required");
        }
        Check check = new Check();
        String login = check.required("login", body.login()).strip().toLowerCase(Locale.ROOT);
        String password = check.required("password", body.password());
        check.length("login", login, 1, MAX_LOGIN);
        check.length("password", password, 1, MAX_PASSWORD);
        Device device = Device.checked(check, body.device());
        check.end();
        boolean inCookie = answers.wantsCookie(request);
        SignIn signIn = logins.logIn(new LogIn(login, password, device, ClientAddress.of(request)));
        return answers.answer(200, signIn, inCookie, request);
    }

    @PUT
    @Path("/password")
    @RolesAllowed("user")
    @Operation(operationId = "changePassword", summary = "Change my password; all my other sessions end")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "400", description = "The current password is wrong, or the new one breaks a rule")
    public void changePassword(@Nullable PasswordChange body, @Context HttpServerRequest request) {
        if (body == null) {
            throw ProblemException.invalid("body", "object.required");
        }
        Check check = new Check();
        String current = check.required("current", body.current());
        String replacement = check.required("new", body.replacement());
        check.length("current", current, 1, MAX_PASSWORD);
        String username = accounts.get(caller.user()).username();
        passwords.check(check, "new", replacement, username);
        check.end();
        logins.changePassword(new LoginService.ChangePassword(
                caller.user(), caller.session(), current, replacement, ClientAddress.of(request)));
    }
}
