package dev.hongyan.message.rule;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.consume.EventConsumers;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Applies what the synchronous call could not bring.
@ApplicationScoped
class EventsConsumer {
    private static final long LONGEST_MILLIS = 60_000;
    /// PostgreSQL's word for what is more than it can do, which does not pass by itself.
    private static final String TOO_MUCH = "54000";

    private final EventConsumers consumers;
    private final RuleService rules;
    private final Config config;
    /// Events that were alone and still too much, and since when.
    private final Map<UUID, Long> tooMuchSince = new ConcurrentHashMap<>();

    /// Settings of what comes by the topics.
    @ConfigMapping(prefix = "hongyan.rules")
    interface Config {
        /// How long an event may be too much for one transaction, alone, before it is a dead letter: the
        /// database may just be slow.
        @WithDefault("1m")
        Duration patience();
    }

    @Inject
    EventsConsumer(EventConsumers consumers, RuleService rules, Config config) {
        this.consumers = consumers;
        this.rules = rules;
        this.config = config;
    }

    /// Groups of consumers of their own: one that joins or leaves does not make the other stop.
    void start(@Observes StartupEvent event) {
        consumers.start(Topics.USER, "message-service", this::apply);
        consumers.start(Topics.GROUP, "message-service-groups", this::apply);
    }

    /// What takes too long together is handed back as a fault of its own, so that the consumer tries it one by
    /// one, and so in the end what takes too long alone: it would hold up its topic for ever.
    private void apply(List<EventEnvelope> events) throws SQLException, InterruptedException {
        try {
            rules.applyFromTopic(events, LONGEST_MILLIS);
            events.forEach(event -> tooMuchSince.remove(event.id()));
        } catch (SQLException e) {
            if (!RuleService.isTooMuch(e)) {
                events.forEach(event -> tooMuchSince.remove(event.id())); // the database is away, or was
            } else if (events.size() > 1 || isForLong(events.getFirst())) {
                throw new SQLException("too much for one transaction", TOO_MUCH);
            }
            throw e;
        }
    }

    private boolean isForLong(EventEnvelope event) {
        long now = System.nanoTime();
        long since = tooMuchSince.computeIfAbsent(event.id(), _ -> now);
        return now - since > config.patience().toNanos();
    }
}
