package dev.hongyan.kit.identity;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.MessageContentReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Key;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// Verifies access tokens: RS256 alone, a key that user-service publishes (never one that the token brings along),
/// issuer, audience, type and time. Also refuses tokens of sessions that have ended.
@ApplicationScoped
public class TokenVerifier {
    /// The audience of every token of this installation.
    public static final String AUDIENCE = "hongyan";

    private static final int CLOCK_SKEW_SECONDS = 5;
    private static final int MAX_TOKEN_CHARACTERS = 8_192;

    /// Where the keys come from that verify tokens.
    public interface KeySource {
        /// The key of that id, or null when there is none. Asked on event loops: never blocks.
        @Nullable
        PublicKey find(String keyId);

        /// Whether the keys are known at all; before that no token can be judged.
        default boolean isLoaded() {
            return true;
        }
    }

    /// Whether a session is over although its token is not.
    public interface SessionStatus {
        /// Whether that session has ended.
        boolean hasEnded(UUID session);

        /// Whether it is known which sessions have ended; before that no token can be judged.
        default boolean isLoaded() {
            return true;
        }
    }

    /// A token that is not accepted. The caller learns only whether it had expired or its session had ended.
    public static final class InvalidTokenException extends Exception {
        private static final long serialVersionUID = 1L;

        private final ProblemCode code;

        InvalidTokenException(ProblemCode code, @Nullable Throwable cause) {
            super(code.code(), cause, false, false);
            this.code = code;
        }

        /// {@link ProblemCode#UNAUTHENTICATED}, {@link ProblemCode#TOKEN_EXPIRED}, {@link ProblemCode#SESSION_ENDED},
        /// or {@link ProblemCode#UNAVAILABLE} while it cannot be judged yet.
        public ProblemCode code() {
            return code;
        }
    }

    private final KeySource keys;
    private final SessionStatus sessions;
    private final JwtConsumer consumer;

    @Inject
    TokenVerifier(KeySource keys, SessionStatus sessions, @ConfigProperty(name = "hongyan.issuer") String issuer) {
        this.keys = keys;
        this.sessions = sessions;
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setVerificationKeyResolver(this::key)
                .setExpectedType(true, Token.TYPE)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(AUDIENCE)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    /// The token, when it is good now. Never blocks unless {@link KeySource} or {@link SessionStatus} of the service
    /// do.
    public Token verify(String jwt) throws InvalidTokenException {
        return read(claims(jwt));
    }

    JwtClaims claims(String jwt) throws InvalidTokenException {
        if (jwt.length() > MAX_TOKEN_CHARACTERS) {
            throw new InvalidTokenException(ProblemCode.UNAUTHENTICATED, null);
        }
        if (!keys.isLoaded() || !sessions.isLoaded()) {
            throw new InvalidTokenException(ProblemCode.UNAVAILABLE, null);
        }
        JwtClaims claims;
        try {
            claims = consumer.processToClaims(jwt);
        } catch (InvalidJwtException e) {
            boolean onlyExpired =
                    e.hasErrorCode(ErrorCodes.EXPIRED) && e.getErrorDetails().size() == 1;
            throw new InvalidTokenException(
                    onlyExpired ? ProblemCode.TOKEN_EXPIRED : ProblemCode.UNAUTHENTICATED, null);
        }
        UUID session = read(claims).session();
        if (session != null && sessions.hasEnded(session)) {
            throw new InvalidTokenException(ProblemCode.SESSION_ENDED, null);
        }
        return claims;
    }

    private static Token read(JwtClaims claims) throws InvalidTokenException {
        try {
            List<String> groups = claims.getStringListClaimValue("groups");
            Set<String> known = groups == null ? Set.of() : Set.copyOf(groups);
            String subject = claims.getSubject();
            UUID session = id(claims.getStringClaimValue("sid"));
            boolean whole = known.contains(Token.SERVICE) || (session != null && id(subject) != null);
            if (!whole) {
                throw new InvalidTokenException(ProblemCode.UNAUTHENTICATED, null);
            }
            Instant expiresAt = Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis());
            String username = claims.getStringClaimValue("upn");
            return new Token(subject, session, username == null ? subject : username, expiresAt, known);
        } catch (MalformedClaimException e) {
            throw new InvalidTokenException(ProblemCode.UNAUTHENTICATED, e);
        }
    }

    private static @Nullable UUID id(@Nullable String text) {
        return text == null ? null : MessageContentReader.canonicalUuid(text);
    }

    private Key key(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        String keyId = signature.getKeyIdHeaderValue();
        PublicKey key = keyId == null ? null : keys.find(keyId);
        if (key == null) {
            throw new UnresolvableKeyException("unknown key");
        }
        return key;
    }
}
