package dev.hongyan.kit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.TestKeys;
import dev.hongyan.kit.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

@KitTest
class TokenForgeryTest {
    @Test
    void refusesUnsignedTokens() {
        for (String none : List.of("none", "None", "nOnE")) {
            String header = base64("{\"alg\":\"" + none + "\",\"typ\":\"at+jwt\",\"kid\":\"test\"}");
            refused(header + "." + base64(claims().toJson()) + ".");
        }
        String good = TestTokens.user(Ids.v7(), Ids.v7());
        refused(good.substring(0, good.lastIndexOf('.') + 1));
        refused(good.substring(0, good.lastIndexOf('.')));
    }

    @Test
    void refusesASecretMadeOfThePublicKey() throws JoseException {
        JsonWebSignature forged = signature(claims());
        forged.setAlgorithmHeaderValue("HS256");
        forged.setKey(new HmacKey(TestKeys.publicKey().getEncoded()));
        forged.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        refused(forged.getCompactSerialization());
    }

    @Test
    void refusesAKeyThatTheTokenBringsAlong() throws JoseException {
        RsaJsonWebKey own = RsaJwkGenerator.generateJwk(2048);
        JsonWebSignature forged = signature(claims());
        forged.setAlgorithmHeaderValue("RS256");
        forged.setJwkHeader(own);
        forged.setKey(own.getPrivateKey());
        refused(forged.getCompactSerialization());
    }

    @Test
    void refusesForeignIssuersAudiencesTypesAndUnknownKeys() throws JoseException {
        JwtClaims issuer = claims();
        issuer.setIssuer("elsewhere");
        refused(signed(issuer, "test", "at+jwt"));
        JwtClaims audience = claims();
        audience.setAudience("elsewhere");
        refused(signed(audience, "test", "at+jwt"));
        refused(signed(claims(), "test", "JWT"));
        refused(signed(claims(), "../../etc/passwd", "at+jwt"));
        JwtClaims endless = claims();
        endless.unsetClaim("exp");
        refused(signed(endless, "test", "at+jwt"));
        JwtClaims homeless = claims();
        homeless.unsetClaim("sid");
        refused(signed(homeless, "test", "at+jwt"));
        refused("x".repeat(9_000));
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("hongyan");
        claims.setAudience("hongyan");
        claims.setSubject(Ids.v7().toString());
        claims.setStringClaim("sid", Ids.v7().toString());
        claims.setStringListClaim("groups", List.of("user"));
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        return claims;
    }

    private static JsonWebSignature signature(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(TestKeys.KEY_ID);
        signature.setHeader("typ", "at+jwt");
        return signature;
    }

    private static String signed(JwtClaims claims, String keyId, String type) throws JoseException {
        JsonWebSignature signature = signature(claims);
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", type);
        signature.setKey(TestKeys.privateKey());
        return signature.getCompactSerialization();
    }

    private static void refused(String token) {
        given().header("Authorization", "Bearer " + token)
                .get("/probe/me")
                .then()
                .statusCode(401)
                .body("type", equalTo("/problems/unauthenticated"));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
