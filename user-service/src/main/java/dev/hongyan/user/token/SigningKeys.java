package dev.hongyan.user.token;

import dev.hongyan.kit.identity.TokenVerifier.KeySource;
import dev.hongyan.user.token.SigningKeyRepository.StoredKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The keys of this installation, held in memory and read again every half minute. Any number of instances: who holds
/// the rotation lock makes the next key, the others read it long before it signs.
@ApplicationScoped
class SigningKeys implements KeySource {
    private static final int KEY_BITS = 2048;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 100;

    private final SigningKeyRepository repository;
    private final KeyCipher cipher;
    private final Duration signsFor;
    private final Duration publishedAround;
    private volatile Ring ring = new Ring(Map.of(), null);

    /// @param signer the key that signs now; null only before the first load
    private record Ring(
            Map<String, PublicKey> published, @Nullable Signer signer) {}

    /// A key that signs.
    record Signer(String kid, PrivateKey key) {}

    @Inject
    SigningKeys(SigningKeyRepository repository, KeyCipher cipher, SigningKeyConfig config) {
        this.repository = repository;
        this.cipher = cipher;
        this.signsFor = config.signsFor();
        this.publishedAround = config.publishedAround();
    }

    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
            throws GeneralSecurityException, InterruptedException {
        refresh();
    }

    @Override
    public @Nullable PublicKey find(String keyId) {
        return ring.published().get(keyId);
    }

    /// All published keys by their id.
    Map<String, PublicKey> published() {
        return ring.published();
    }

    Signer signer() {
        Signer signer = ring.signer();
        if (signer == null) {
            throw new IllegalStateException("no signing key yet");
        }
        return signer;
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() throws GeneralSecurityException, InterruptedException {
        if (QuarkusTransaction.requiringNew().call(this::isRotationDue)) {
            // Outside of any transaction: it takes long enough for others to lose patience.
            StoredKey key = generate();
            rotateWhenFree(key);
        }
        ring = read(QuarkusTransaction.requiringNew().call(repository::list));
    }

    private boolean isRotationDue() {
        return !repository.canSign() || !repository.covers(publishedAround, signsFor);
    }

    /// Asks again and again instead of waiting inside the database, where nobody is let wait for so long.
    private void rotateWhenFree(StoredKey key) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!QuarkusTransaction.requiringNew().call(() -> rotate(key))) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "another instance has not finished with the signing keys in " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /// False when another instance is at it.
    private boolean rotate(StoredKey key) {
        if (!repository.tryLockRotation()) {
            return false;
        }
        repository.deleteExpired();
        if (!repository.canSign()) {
            repository.insert(key, Duration.ZERO, signsFor.plus(publishedAround));
        } else if (!repository.covers(publishedAround, signsFor)) {
            repository.insert(key, publishedAround, signsFor.plus(publishedAround));
        }
        return true;
    }

    private StoredKey generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        String kid = UUID.randomUUID().toString();
        byte[] encrypted = cipher.encrypt(kid, pair.getPrivate().getEncoded());
        return new StoredKey(kid, pair.getPublic().getEncoded(), encrypted, false);
    }

    private Ring read(List<StoredKey> stored) throws GeneralSecurityException {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        Map<String, PublicKey> published = new LinkedHashMap<>();
        Signer signer = null;
        for (StoredKey key : stored) {
            published.put(key.kid(), rsa.generatePublic(new X509EncodedKeySpec(key.publicKey())));
            if (signer == null && key.signsNow()) {
                byte[] encoded = cipher.decrypt(key.kid(), key.privateKey());
                signer = new Signer(key.kid(), rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            }
        }
        return new Ring(published, signer);
    }
}
