package dev.hongyan.user.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TokenForgeryTest extends UserServiceTest {
    @Test
    void refusesEveryForgedToken() throws JoseException, InvalidJwtException {
        TestUser user = newUser();
        String[] parts = user.accessToken().split("\\.", -1);
        JwtClaims claims = claimsOf(user.accessToken());
        PublicJsonWebKey published = (PublicJsonWebKey)
                new JsonWebKeySet(api().get("/.well-known/jwks.json").body().toString())
                        .getJsonWebKeys()
                        .getFirst();
        RsaJsonWebKey foreign = RsaJwkGenerator.generateJwk(2048);
        foreign.setKeyId(published.getKeyId());

        Map<String, String> forged = new HashMap<>();
        for (String none : List.of("none", "None", "nOnE")) {
            String header =
                    encode("{\"alg\":\"" + none + "\",\"typ\":\"at+jwt\",\"kid\":\"" + published.getKeyId() + "\"}");
            forged.put("alg " + none, header + "." + parts[1] + ".");
        }
        forged.put("no signature", parts[0] + "." + parts[1] + ".");
        forged.put("two parts", parts[0] + "." + parts[1]);
        forged.put(
                "changed claims", parts[0] + "." + encode(claims.toJson().replace("user", "service")) + "." + parts[2]);
        forged.put(
                "hs256 with the public key",
                signed(
                        claims,
                        "HS256",
                        new SecretKeySpec(published.getPublicKey().getEncoded(), "HmacSHA256"),
                        Map.of("kid", published.getKeyId())));
        forged.put(
                "foreign key under a known id",
                signed(claims, "RS256", foreign.getPrivateKey(), Map.of("kid", published.getKeyId())));
        for (String kid : List.of("unknown", "../../etc/passwd", "' or 1=1 --", "a\u0000b", "")) {
            forged.put("kid " + kid, signed(claims, "RS256", foreign.getPrivateKey(), Map.of("kid", kid)));
        }
        forged.put("no kid", signed(claims, "RS256", foreign.getPrivateKey(), Map.of()));
        forged.put(
                "jwk",
                signed(
                        claims,
                        "RS256",
                        foreign.getPrivateKey(),
                        Map.of("jwk", foreign.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY), "kid", "x")));
        forged.put(
                "jku",
                signed(claims, "RS256", foreign.getPrivateKey(), Map.of("jku", "http://127.0.0.1:9/keys", "kid", "x")));
        forged.put(
                "x5u",
                signed(claims, "RS256", foreign.getPrivateKey(), Map.of("x5u", "http://127.0.0.1:9/c", "kid", "x")));
        forged.put("refresh token", user.refreshToken());
        forged.put("huge", "x".repeat(10_000));
        forged.put("garbage", "a.b.c");
        forged.put("dots", "..");

        forged.forEach((name, token) -> {
            Answer answer = api().as(token).get("/api/users/me");
            assertThat(answer.status()).as(name).isEqualTo(401);
            assertThat(answer.problem()).as(name).isEqualTo("unauthenticated");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).as(name).isPresent();
        });
    }

    @Test
    void refusesNoTokenAndOtherSchemes() {
        assertThat(api().get("/api/users/me").status()).isEqualTo(401);
        for (String header :
                List.of("Bearer", "Bearer ", "Basic YTpi", "Token x", newUser().accessToken())) {
            assertThat(api().with("Authorization", header).get("/api/users/me").status())
                    .isEqualTo(401);
        }
    }

    private static JwtClaims claimsOf(String token) throws InvalidJwtException {
        return new JwtConsumerBuilder()
                .setSkipAllValidators()
                .setSkipSignatureVerification()
                .build()
                .processToClaims(token);
    }

    private static String signed(JwtClaims claims, String algorithm, Key key, Map<String, Object> headers)
            throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setHeader("typ", "at+jwt");
        headers.forEach(signature.getHeaders()::setObjectHeaderValue);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setDoKeyValidation(false);
        return signature.getCompactSerialization();
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
