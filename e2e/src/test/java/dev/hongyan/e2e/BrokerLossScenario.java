package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the broker holds is transport: it may be gone for half a minute, or for ever.
@OnCluster
class BrokerLossScenario {
    /// A message comes within about two seconds without the broker; the rest is for a loaded machine.
    private static final Duration WITHOUT_BROKER = Duration.ofSeconds(6);
    /// The services look once a minute for topics that are missing.
    private static final Duration TOPICS_MADE = Duration.ofSeconds(90);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Stack stack;
    private final TestUser ann;
    private final TestUser ben;
    private final UUID conversation;
    private final List<String> said = new ArrayList<>();

    BrokerLossScenario(Stack stack) {
        this.stack = stack;
        TestUser.Pair pair = TestUser.friends(stack);
        ann = pair.one();
        ben = pair.other();
        conversation = pair.conversation();
    }

    @Test
    void aTopicMayBeDeletedAndMadeAgain() {
        try (Device anns = ann.device().live().stayConnected();
                Device bens = ben.device().live().stayConnected();
                Admin admin = admin()) {
            say(anns, bens, "before");
            String topic = Topics.MESSAGE.topicName();
            int partitions = Objects.requireNonNull(
                            get(admin.describeTopics(List.of(topic)).allTopicNames())
                                    .get(topic))
                    .partitions()
                    .size();
            get(admin.deleteTopics(List.of(topic)).all());
            say(anns, bens, "without it");
            get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all());
            say(anns, bens, "with a new one");
            heldAgain(anns, bens);
        }
    }

    @Test
    @Tag("prove")
    void allThatTheBrokerHoldsMayBeLost() {
        try (Device anns = ann.device().live().stayConnected();
                Device bens = ben.device().live().stayConnected();
                Admin admin = admin()) {
            say(anns, bens, "before");
            stack.cluster().wipeBroker();
            say(anns, bens, "with an empty broker");
            newGroupAndFirstMessage();
            Awaitility.await("topics to be made again").atMost(TOPICS_MADE).untilAsserted(() -> {
                assertThat(get(admin.listTopics().names()))
                        .contains(Topics.MESSAGE.topicName(), Topics.PUSH.topicName());
                say(anns, bens, "meanwhile");
            });
            heldAgain(anns, bens);
        }
    }

    @Test
    @Tag("prove")
    void deliveryGoesOnWithoutTheBrokerForHalfAMinute() {
        try (Device anns = ann.device().live().stayConnected();
                Device bens = ben.device().live().stayConnected()) {
            stack.without("kafka", () -> {
                long end = System.nanoTime() + LONG.toNanos();
                for (int round = 0; System.nanoTime() - end < 0; round++) {
                    say(anns, bens, "round " + round);
                    newGroupAndFirstMessage();
                }
            });
            heldAgain(anns, bens);
        }
    }

    /// Both are told soon.
    private void say(Device from, Device to, String text) {
        said.add(text);
        from.sent(conversation, text);
        for (Device device : List.of(from, to)) {
            Awaitility.await(text)
                    .atMost(WITHOUT_BROKER)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> device.texts(conversation).equals(said));
        }
    }

    /// A group that begins now and a first message reach a socket that is open.
    private void newGroupAndFirstMessage() {
        TestUser cat = TestUser.register(stack);
        TestUser dan = TestUser.register(stack);
        cat.befriend(dan);
        try (Device dans = dan.device().live()) {
            Group group = Group.of(cat, dan);
            cat.send(cat.direct(dan), Ids.v7(), "first").expect(201);
            for (UUID fresh : List.of(group.id(), cat.direct(dan))) {
                Awaitility.await()
                        .atMost(WITHOUT_BROKER)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> dans.store().top(fresh) > 0);
            }
        }
    }

    /// It is as before: also what comes by the broker alone comes again, and nobody has seen anything twice.
    private void heldAgain(Device anns, Device bens) {
        Awaitility.await("what is passing to be passed on again")
                .atMost(TOPICS_MADE)
                .pollInterval(Duration.ofSeconds(4))
                .until(() -> {
                    anns.typing(conversation, true);
                    anns.ping();
                    return !bens.inbox().all("typing").isEmpty();
                });
        say(anns, bens, "after");
        assertThat(anns.violations()).isEmpty();
        assertThat(bens.violations()).isEmpty();
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.cluster().bootstrapServers()));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
