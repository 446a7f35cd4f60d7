package dev.hongyan.user.token;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Encrypts private keys for the database: AES-256-GCM, bound to the key's id, with a key derived from a secret that
/// the database does not hold.
@Singleton
class KeyCipher {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int MIN_SECRET_LENGTH = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    @Inject
    KeyCipher(SigningKeyConfig config) throws GeneralSecurityException {
        String secret = config.secret().orElse("");
        if (secret.length() < MIN_SECRET_LENGTH) {
            throw new IllegalStateException(
                    "HONGYAN_SIGNING_KEY_SECRET (hongyan.signing-key.secret) needs at least 32 characters");
        }
        HKDFParameterSpec derivation = HKDFParameterSpec.ofExtract()
                .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                .thenExpand("hongyan signing keys v1".getBytes(StandardCharsets.UTF_8), KEY_BYTES);
        this.key = KDF.getInstance("HKDF-SHA256").deriveKey("AES", derivation);
    }

    /// Nonce and ciphertext.
    byte[] encrypt(String kid, byte[] privateKey) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, kid, nonce).doFinal(privateKey);
        return ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    byte[] decrypt(String kid, byte[] stored) throws GeneralSecurityException {
        byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, kid, nonce).doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
    }

    private Cipher cipher(int mode, String kid, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
