package dev.hongyan.redpacket.wallet;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Pay passwords (Argon2id). Every attempt is counted under the lock of its row before it is judged, so that trying at
/// once what is locked one by one gains nothing.
@ApplicationScoped
public class PayPasswords {
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int AT_ONCE = 2;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LOCK = """
            select hash, wrong, locked_until, locked_until > clock_timestamp() as locked from pay_password
            where owner = ? for update""";

    private final Sql sql;
    private final Config config;
    private final Argon2Function function;
    private final Semaphore hashing = new Semaphore(AT_ONCE, true);

    /// Settings of pay passwords.
    @ConfigMapping(prefix = "hongyan.pay-password")
    interface Config {
        /// How many wrong ones lock it.
        @WithDefault("5")
        int attempts();

        /// For how long.
        @WithDefault("PT15M")
        Duration lockedFor();

        /// Argon2id memory, in KiB.
        @WithDefault("19456")
        int memoryKib();
    }

    private record Stored(
            String hash,
            int wrong,
            boolean locked,
            @Nullable Instant until) {}

    @Inject
    PayPasswords(Sql sql, Config config) {
        this.sql = sql;
        this.config = config;
        this.function = Argon2Function.getInstance(config.memoryKib(), 2, 1, HASH_BYTES, Argon2.ID);
    }

    /// Whether the user has one.
    public boolean isSet(UUID owner) {
        return sql.one(row -> row.getBoolean(1), "select exists (select from pay_password where owner = ?)", owner);
    }

    /// Sets it for the first time, or changes it. Of two who set it first at once one succeeds.
    void set(UUID owner, String password, @Nullable String current) {
        if (isSet(owner)) {
            require(owner, current);
            sql.update(
                    "update pay_password set hash = ?, wrong = 0, locked_until = null where owner = ?",
                    hash(password),
                    owner);
        } else if (sql.update(
                        "insert into pay_password (owner, hash) values (?, ?) on conflict do nothing",
                        owner,
                        hash(password))
                == 0) {
            throw new ProblemException(ProblemCode.PAY_PASSWORD_NEEDED);
        }
    }

    /// Refuses a missing or wrong one when one is set.
    void require(UUID owner, @Nullable String password) {
        if (!isSet(owner)) {
            return;
        }
        if (password == null) {
            throw new ProblemException(ProblemCode.PAY_PASSWORD_NEEDED);
        }
        Optional<ProblemException> refusal = QuarkusTransaction.requiringNew().call(() -> attempt(owner, password));
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /// Answers the refusal instead of throwing it: a wrong attempt is to be kept.
    private Optional<ProblemException> attempt(UUID owner, String password) {
        Optional<Stored> found = sql.find(
                row -> new Stored(
                        row.getString("hash"),
                        row.getInt("wrong"),
                        row.getBoolean("locked"),
                        Sql.instantOrNull(row, "locked_until")),
                LOCK,
                owner);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Stored stored = found.get();
        if (stored.locked() && stored.until() != null) {
            return Optional.of(locked(stored.until()));
        }
        if (matches(password, stored.hash())) {
            sql.update("update pay_password set wrong = 0, locked_until = null where owner = ? and wrong > 0", owner);
            return Optional.empty();
        }
        int wrong = stored.wrong() + 1;
        if (wrong < config.attempts()) {
            sql.update("update pay_password set wrong = ? where owner = ?", wrong, owner);
            return Optional.of(new ProblemException(ProblemCode.PAY_PASSWORD_WRONG)
                    .with("attemptsLeft", config.attempts() - wrong));
        }
        Instant until = sql.one(
                row -> Sql.instant(row, "locked_until"), """
                        update pay_password set wrong = 0,
                          locked_until = clock_timestamp() + ? * interval '1 millisecond'
                        where owner = ? returning locked_until""", config.lockedFor().toMillis(), owner);
        return Optional.of(locked(until));
    }

    private static ProblemException locked(Instant until) {
        return new ProblemException(ProblemCode.PAY_PASSWORD_LOCKED).with("until", until);
    }

    private String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        hashing.acquireUninterruptibly();
        try {
            return function.hash(password.getBytes(StandardCharsets.UTF_8), salt)
                    .getResult();
        } finally {
            hashing.release();
        }
    }

    private boolean matches(String password, String hash) {
        hashing.acquireUninterruptibly();
        try {
            return Argon2Function.getInstanceFromHash(hash)
                    .check(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII));
        } finally {
            hashing.release();
        }
    }
}
