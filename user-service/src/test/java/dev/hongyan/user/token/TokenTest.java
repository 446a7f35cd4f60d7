package dev.hongyan.user.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TokenTest extends UserServiceTest {
    private static final String TOKEN = "/internal/token";

    @Test
    void signsWithAPublishedKeyAndTheClaimsOfTheContract() throws IOException, JoseException {
        TestUser user = newUser();
        JsonNode header = part(user.accessToken(), 0);
        JsonNode claims = part(user.accessToken(), 1);

        assertThat(header.path("alg").asText()).isEqualTo("RS256");
        assertThat(header.path("typ").asText()).isEqualTo("at+jwt");
        assertThat(claims.path("iss").asText()).isEqualTo("hongyan");
        assertThat(claims.path("aud").asText()).isEqualTo("hongyan");
        assertThat(claims.path("sub").asText()).isEqualTo(user.id());
        assertThat(claims.path("upn").asText()).isEqualTo(user.username());
        assertThat(claims.path("groups").path(0).asText()).isEqualTo("user");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(600);
        assertThat(claims.path("jti").asText()).isNotBlank();
        assertThat(user.api()
                        .get("/api/auth/sessions")
                        .body()
                        .path("items")
                        .path(0)
                        .path("id"))
                .isEqualTo(claims.path("sid"));

        JsonWebKeySet keys =
                new JsonWebKeySet(api().get("/.well-known/jwks.json").body().toString());
        JsonWebSignature signature = new JsonWebSignature();
        signature.setCompactSerialization(user.accessToken());
        signature.setKey(
                ((PublicJsonWebKey) keys.findJsonWebKey(header.path("kid").asText(), "RSA", "sig", "RS256"))
                        .getPublicKey());
        assertThat(signature.verifySignature()).isTrue();
    }

    @Test
    void publishesNothingSecret() {
        JsonNode keys = api().get("/.well-known/jwks.json").body().path("keys");

        assertThat(keys).isNotEmpty();
        for (JsonNode key : keys) {
            assertThat(List.copyOf(key.properties()))
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("kid", "kty", "use", "alg", "n", "e");
        }
    }

    @Test
    void pointsToTheKeysInItsDiscovery() {
        Answer answer = api().get("/.well-known/openid-configuration");

        assertThat(answer.text("issuer")).isEqualTo("hongyan");
        assertThat(answer.text("jwks_uri")).isEqualTo("http://localhost:8080/.well-known/jwks.json");
    }

    @Test
    void givesAServiceItsToken() throws IOException {
        Answer answer = token("push-service", "push-secret-of-the-tests", "client_credentials");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(600);
        JsonNode claims = part(answer.text("accessToken"), 1);
        assertThat(claims.path("sub").asText()).isEqualTo("push-service");
        assertThat(claims.path("groups").path(0).asText()).isEqualTo("service");
        assertThat(api().as(answer.text("accessToken")).get("/api/users/me").status())
                .isEqualTo(403);
    }

    @Test
    void turnsAWrongClientAway() {
        assertThat(token("push-service", "wrong", "client_credentials").status())
                .isEqualTo(401);
        assertThat(token("push-service", "", "client_credentials").status()).isEqualTo(401);
        assertThat(token("group-service", "", "client_credentials").status()).isEqualTo(401);
        assertThat(token("nobody", "x", "client_credentials").status()).isEqualTo(401);
        assertThat(token("push-service", "push-secret-of-the-tests", "password").status())
                .isEqualTo(400);
        Api form = api().with("Content-Type", "application/x-www-form-urlencoded");
        for (String header : List.of("Basic", "Basic !!!", "Basic cHVzaA==", "Bearer x", "Basic ")) {
            assertThat(form.with("Authorization", header)
                            .post(TOKEN, "grant_type=client_credentials")
                            .status())
                    .isEqualTo(401);
        }
        assertThat(form.post(TOKEN, "grant_type=client_credentials").status()).isEqualTo(401);
        assertThat(api().post(TOKEN, "{}").status()).isEqualTo(415);
    }

    private Answer token(String client, String secret, String grantType) {
        return api().with("Content-Type", "application/x-www-form-urlencoded")
                .with("Authorization", basic(client, secret))
                .post(TOKEN, "grant_type=" + grantType);
    }

    private static JsonNode part(String token, int index) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }
}
