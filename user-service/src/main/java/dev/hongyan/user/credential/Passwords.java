package dev.hongyan.user.credential;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Makes and compares password hashes (Argon2id), a bounded number at once.
@ApplicationScoped
class Passwords {
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Duration QUEUE_PASSES = Duration.ofSeconds(2);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Argon2Function function;
    private final ThreadPoolExecutor threads;
    private final MeterRegistry metrics;
    private final String dummy;

    @Inject
    Passwords(PasswordConfig config, MeterRegistry metrics) {
        this.function = Argon2Function.getInstance(
                config.memoryKib(), config.iterations(), config.parallelism(), HASH_BYTES, Argon2.ID);
        this.threads = new ThreadPoolExecutor(
                config.atOnce(),
                config.atOnce(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.waiting()),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        this.metrics = metrics;
        this.dummy = makeDummy(config);
    }

    /// The hash of a password, in the standard text form.
    String hash(String password) {
        return onOwnThread(() -> make(password));
    }

    /// Whether the hash is that of the password.
    boolean matches(String password, String hash) {
        return onOwnThread(() -> Argon2Function.getInstanceFromHash(hash)
                .check(bytes(password), hash.getBytes(StandardCharsets.US_ASCII)));
    }

    /// Random bytes in the place of salt and hash. To make a real one is the dearest part of a start.
    private static String makeDummy(PasswordConfig config) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return String.format(
                Locale.ROOT,
                "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s",
                config.memoryKib(),
                config.iterations(),
                config.parallelism(),
                encoder.encodeToString(random(SALT_BYTES)),
                encoder.encodeToString(random(HASH_BYTES)));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// A hash that belongs to nobody: comparing with it takes as long as with a real one.
    String dummy() {
        return dummy;
    }

    /// Whether the hash was made at another cost than the present one.
    boolean isOutdated(String hash) {
        return !function.equals(Argon2Function.getInstanceFromHash(hash));
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private String make(String password) {
        return function.hash(bytes(password), random(SALT_BYTES)).getResult();
    }

    /// The same password may be typed as different characters on different keyboards (NIST SP 800-63B asks for this).
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }

    private <T> T onOwnThread(Callable<T> work) {
        try {
            return threads.submit(work).get();
        } catch (RejectedExecutionException e) {
            metrics.counter("im_ratelimit", "rule", "password-hash").increment();
            throw new ProblemException(ProblemCode.UNAVAILABLE).retryAfter(QUEUE_PASSES);
        } catch (ExecutionException e) {
            throw new IllegalStateException("password not hashed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
