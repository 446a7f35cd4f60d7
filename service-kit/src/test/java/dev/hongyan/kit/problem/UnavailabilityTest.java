package dev.hongyan.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class UnavailabilityTest {
    @Test
    void aCommitThatMetTheEndOfTheDatabasePasses() {
        RollbackException rollback = new RollbackException("Could not commit transaction.");
        rollback.addSuppressed(
                new IllegalStateException("commit", new SQLException("terminating connection", "57P02")));

        assertThat(Unavailability.causedBy(new IllegalStateException(rollback))).isTrue();
    }

    @Test
    void aCommitThatBrokeARuleStays() {
        RollbackException rollback = new RollbackException("Could not commit transaction.");
        rollback.addSuppressed(new SQLException("check violation", "23514"));

        assertThat(Unavailability.causedBy(new IllegalStateException(rollback))).isFalse();
    }
}
