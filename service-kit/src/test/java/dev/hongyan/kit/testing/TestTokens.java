package dev.hongyan.kit.testing;

import dev.hongyan.kit.identity.Token;
import dev.hongyan.kit.identity.TokenVerifier;
import java.util.List;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/// Tokens as user-service makes them, signed with the key of {@link TestKeys}.
public final class TestTokens {
    private TestTokens() {}

    /// The access token of a user's session, good for ten minutes.
    public static String user(UUID user, UUID session) {
        JwtClaims claims = claims(user.toString(), Token.USER, 10);
        claims.setStringClaim("sid", session.toString());
        return sign(claims);
    }

    /// The token of a service, good for ten minutes.
    public static String service(String clientId) {
        return sign(claims(clientId, Token.SERVICE, 10));
    }

    /// The access token of a user's session that ended some minutes ago.
    public static String expired(UUID user, UUID session) {
        JwtClaims claims = claims(user.toString(), Token.USER, -5);
        claims.setStringClaim("sid", session.toString());
        return sign(claims);
    }

    private static JwtClaims claims(String subject, String group, int minutes) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("hongyan");
        claims.setAudience(TokenVerifier.AUDIENCE);
        claims.setSubject(subject);
        claims.setStringClaim("upn", subject);
        claims.setStringListClaim("groups", List.of(group));
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(minutes);
        return claims;
    }

    private static String sign(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(TestKeys.privateKey());
        signature.setKeyIdHeaderValue(TestKeys.KEY_ID);
        signature.setHeader("typ", Token.TYPE);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
