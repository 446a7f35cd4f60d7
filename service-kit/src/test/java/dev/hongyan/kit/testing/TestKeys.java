package dev.hongyan.kit.testing;

import dev.hongyan.kit.identity.TokenVerifier.KeySource;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The key pair that signs the tokens of tests. Made once a JVM and kept in system properties, because the test and the
/// service under test are loaded by different class loaders. `hongyan.test.keys=false` at build time leaves it out.
@Alternative
@Priority(10)
@ApplicationScoped
@IfBuildProperty(name = "hongyan.test.keys", stringValue = "true", enableIfMissing = true)
public class TestKeys implements KeySource {
    /// The id of the key.
    public static final String KEY_ID = "test";

    private static final String PUBLIC = "hongyan.test.public-key";
    private static final String PRIVATE = "hongyan.test.private-key";

    @Override
    public @Nullable PublicKey find(String keyId) {
        return keyId.equals(KEY_ID) ? publicKey() : null;
    }

    /// The key that verifies.
    public static PublicKey publicKey() {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(property(PUBLIC)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key that signs.
    public static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(property(PRIVATE)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] property(String name) throws GeneralSecurityException {
        synchronized (System.getProperties()) {
            if (System.getProperty(PRIVATE) == null) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair pair = generator.generateKeyPair();
                System.setProperty(
                        PUBLIC,
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
                System.setProperty(
                        PRIVATE,
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            }
            return Base64.getDecoder().decode(System.getProperty(name));
        }
    }
}
