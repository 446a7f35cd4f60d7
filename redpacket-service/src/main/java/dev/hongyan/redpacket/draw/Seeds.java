package dev.hongyan.redpacket.draw;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the seeds of draws, and encrypts them for the database: AES-256-GCM, bound to the packet's id, with a key
/// derived from a secret that the database does not hold.
@Singleton
public class Seeds {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int MIN_SECRET_LENGTH = 32;
    private static final int SEED_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    @Inject
    Seeds(@ConfigProperty(name = "hongyan.redpacket.secret") Optional<String> setting) throws GeneralSecurityException {
        String secret = setting.orElse("");
        if (secret.length() < MIN_SECRET_LENGTH) {
            throw new IllegalStateException(
                    "HONGYAN_REDPACKET_SECRET (hongyan.redpacket.secret) needs at least 32 characters");
        }
        HKDFParameterSpec derivation = HKDFParameterSpec.ofExtract()
                .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                .thenExpand("hongyan red packet seeds v1".getBytes(StandardCharsets.UTF_8), KEY_BYTES);
        this.key = KDF.getInstance("HKDF-SHA256").deriveKey("AES", derivation);
    }

    /// A new seed.
    public byte[] next() {
        return random(SEED_BYTES);
    }

    /// Nonce and ciphertext of a seed.
    public byte[] encrypt(UUID packet, byte[] seed) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, packet, nonce).doFinal(seed);
            return ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("seed not encrypted", e);
        }
    }

    /// The seed again.
    public byte[] decrypt(UUID packet, byte[] stored) {
        byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, packet, nonce).doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("seed not decrypted; was hongyan.redpacket.secret changed?", e);
        }
    }

    private Cipher cipher(int mode, UUID packet, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(packet.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
