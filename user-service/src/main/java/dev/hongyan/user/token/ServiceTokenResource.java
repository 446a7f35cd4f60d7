package dev.hongyan.user.token;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Client credentials: how a service gets the token for `/internal` calls.
@Path("/internal/token")
@PermitAll
@RunOnVirtualThread
class ServiceTokenResource {
    private static final String BASIC = "Basic ";

    private final AccessTokens tokens;
    private final ClientConfig clients;

    @Inject
    ServiceTokenResource(AccessTokens tokens, ClientConfig clients) {
        this.tokens = tokens;
        this.clients = clients;
    }

    /// @param expiresIn seconds
    record ServiceTokenAnswer(String accessToken, long expiresIn) {}

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public ServiceTokenAnswer token(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @FormParam("grant_type") @Nullable String grantType) {
        if (!"client_credentials".equals(grantType)) {
            throw ProblemException.invalid("grant_type", "value.choice");
        }
        String client = authenticate(authorization);
        return new ServiceTokenAnswer(tokens.ofService(client), AccessTokens.SERVICE_LIFE.toSeconds());
    }

    private String authenticate(@Nullable String authorization) {
        String[] credentials = decode(authorization).split(":", 2);
        Optional<String> secret = Optional.ofNullable(clients.byId().get(credentials[0]))
                .flatMap(ClientConfig.Client::secret)
                .filter(text -> !text.isBlank());
        if (credentials.length < 2
                || secret.isEmpty()
                || !MessageDigest.isEqual(bytes(secret.get()), bytes(credentials[1]))) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED);
        }
        return credentials[0];
    }

    private static String decode(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return "";
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            return new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
