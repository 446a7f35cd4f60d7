package dev.hongyan.redpacket.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.sql.Contention;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// What a sweeper could not carry on, such as a packet whose books are wrong. It is left alone for a while, so that it
/// does not keep the others waiting, and operators find it in the audit.
@ApplicationScoped
public class SetAside {
    private static final Logger LOG = Logger.getLogger(SetAside.class);
    private static final Duration TOLD_FOR = Duration.ofDays(1);
    private static final int MOST = 10_000;

    private final Audit audit;
    private final MeterRegistry metrics;
    private final Cache<UUID, Boolean> present;
    private final Cache<UUID, Boolean> told =
            Caffeine.newBuilder().expireAfterWrite(TOLD_FOR).maximumSize(MOST).build();

    /// @param duration after which it is tried again
    @Inject
    SetAside(
            Audit audit,
            MeterRegistry metrics,
            @ConfigProperty(name = "hongyan.ledger.set-aside-for", defaultValue = "PT10S") Duration duration) {
        this.audit = audit;
        this.metrics = metrics;
        this.present = Caffeine.newBuilder()
                .expireAfterWrite(duration)
                .maximumSize(MOST)
                .build();
    }

    /// What is to be left alone now.
    public List<UUID> ids() {
        return List.copyOf(present.asMap().keySet());
    }

    /// Sets one aside.
    ///
    /// @param what    its kind, such as `packet`
    /// @param failure thrown again when all others would fare alike: payouts stopped, or the database away
    public void add(String what, UUID id, RuntimeException failure) {
        if (failure instanceof ProblemException || Contention.isDatabaseAway(failure)) {
            throw failure;
        }
        present.put(id, true);
        metrics.counter("im_money_set_aside", "what", what).increment();
        if (Contention.causedBy(failure)) {
            LOG.warnf("%s is held by somebody, id=%s, cause=%s", what, id, failure.toString());
            return;
        }
        LOG.errorf(failure, "%s set aside, id=%s", what, id);
        if (told.getIfPresent(id) == null) {
            audit.note(null, what + "-set-aside", id, "", failure.toString());
            told.put(id, true);
        }
    }
}
