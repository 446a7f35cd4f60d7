package dev.hongyan.kit.outbox;

import dev.hongyan.contracts.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes the topics that are missing, in the background: a service starts and works without a broker. Looks again every
/// minute, since a topic may be deleted or the broker wiped at any time.
@ApplicationScoped
class TopicCreation {
    private static final Logger LOG = Logger.getLogger(TopicCreation.class);
    private static final Duration UNTIL_RETRY = Duration.ofSeconds(1);
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofMinutes(1);

    private final Map<String, Object> broker;
    private final int partitions;
    private final short replicationFactor;
    private @Nullable Class<?> told;
    private volatile boolean running = true;
    private final Thread thread = Thread.ofVirtual().name("topic-creation").unstarted(this::run);

    @Inject
    TopicCreation(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            @ConfigProperty(name = "hongyan.topics.partitions") int partitions,
            @ConfigProperty(name = "hongyan.topics.replication-factor") short replicationFactor) {
        this.broker = broker;
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
        thread.interrupt();
    }

    private void run() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.remove("group.id");
        settings.remove("acks");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        try {
            while (running) {
                TimeUnit.NANOSECONDS.sleep((look(settings) ? UNTIL_NEXT_LOOK : UNTIL_RETRY).toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A client of its own for each look: one that cannot resolve the brokers' names fails when it is made.
    private boolean look(Map<String, Object> settings) throws InterruptedException {
        try (Admin admin = open(settings)) {
            return createMissing(admin);
        } catch (InterruptedException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debugf("broker not found, cause=%s", e.toString());
            return false;
        } catch (Throwable e) { // whatever it is, without this thread a topic that is deleted stays away
            LOG.warn("topics not looked at", e);
            return false;
        }
    }

    Admin open(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    private boolean createMissing(Admin admin) throws InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get(5, TimeUnit.SECONDS);
            List<NewTopic> missing = new ArrayList<>();
            for (Topics topic : Topics.all()) {
                addIfMissing(missing, present, topic.topicName(), topic.retention());
                addIfMissing(missing, present, topic.deadLetterName(), Duration.ofDays(7));
            }
            if (!missing.isEmpty()) {
                admin.createTopics(missing).all().get(5, TimeUnit.SECONDS);
            }
            told = null;
            return true;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause();
            tell(cause == null ? e : cause);
            return false;
        }
    }

    /// Once, since the same comes again each second.
    private void tell(Throwable cause) {
        if (cause instanceof TopicExistsException) {
            LOG.debug("another instance was faster");
        } else if (!cause.getClass().equals(told)) {
            LOG.warnf("topics not made yet, cause=%s", cause.toString());
            told = cause.getClass();
        }
    }

    private void addIfMissing(List<NewTopic> missing, Set<String> present, String name, Duration retention) {
        if (!present.contains(name)) {
            missing.add(new NewTopic(name, partitions, replicationFactor)
                    .configs(Map.of("retention.ms", Long.toString(retention.toMillis()))));
        }
    }
}
