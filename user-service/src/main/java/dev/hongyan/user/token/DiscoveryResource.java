package dev.hongyan.user.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What a verifier of our tokens needs to know.
@Path("/.well-known")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "discovery")
class DiscoveryResource {
    private static final int MAX_AGE_SECONDS = 300;
    private static final String ALGORITHM = "RS256";

    private final SigningKeys keys;
    private final String issuer;
    private final String publicUrl;

    @Inject
    DiscoveryResource(
            SigningKeys keys,
            @ConfigProperty(name = "hongyan.issuer") String issuer,
            @ConfigProperty(name = "hongyan.public-url") String publicUrl) {
        this.keys = keys;
        this.issuer = issuer;
        this.publicUrl = publicUrl;
    }

    /// A public key as RFC 7517 has it.
    @Schema(name = "JsonWebKey")
    record JsonWebKey(String kid, String kty, String use, String alg, String n, String e) {
        static JsonWebKey of(String kid, PublicKey key) {
            RSAPublicKey rsa = (RSAPublicKey) key;
            return new JsonWebKey(
                    kid, "RSA", "sig", ALGORITHM, number(rsa.getModulus()), number(rsa.getPublicExponent()));
        }

        private static String number(BigInteger number) {
            byte[] bytes = number.toByteArray();
            byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
        }
    }

    @Schema(name = "JsonWebKeySet")
    record JsonWebKeySet(List<JsonWebKey> keys) {}

    @Schema(name = "Discovery")
    record Discovery(
            String issuer,
            @JsonProperty("jwks_uri") String jwksUri,

            @JsonProperty("id_token_signing_alg_values_supported")
            List<String> algorithms,

            @JsonProperty("subject_types_supported") List<String> subjectTypes,
            @JsonProperty("response_types_supported") List<String> responseTypes,
            @JsonProperty("claims_supported") List<String> claims) {}

    @GET
    @Path("/jwks.json")
    @Operation(operationId = "getKeys", summary = "The keys that verify tokens")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JsonWebKeySet.class)))
    public Response keySet() {
        List<JsonWebKey> published = keys.published().entrySet().stream()
                .map(key -> JsonWebKey.of(key.getKey(), key.getValue()))
                .toList();
        return cached(new JsonWebKeySet(published));
    }

    @GET
    @Path("/openid-configuration")
    @Operation(operationId = "getDiscovery", summary = "Who issues tokens and where the keys are")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Discovery.class)))
    public Response discovery() {
        return cached(new Discovery(
                issuer,
                publicUrl + "/.well-known/jwks.json",
                List.of(ALGORITHM),
                List.of("public"),
                List.of(),
                List.of("iss", "sub", "aud", "exp", "iat", "jti", "sid", "upn", "groups")));
    }

    private static Response cached(Object entity) {
        CacheControl control = new CacheControl();
        control.setMaxAge(MAX_AGE_SECONDS);
        return Response.ok(entity).cacheControl(control).build();
    }
}
