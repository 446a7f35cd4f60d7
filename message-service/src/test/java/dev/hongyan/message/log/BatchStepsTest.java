package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import dev.hongyan.kit.testing.RecordingCollector.Recorded;
import dev.hongyan.kit.trace.Recording;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // injected
class BatchStepsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Inject
    LogConnections connections;

    @Inject
    Acknowledged acknowledged;

    @Inject
    RecordPublisher publisher;

    @Inject
    LogMetrics metrics;

    @Inject
    LogConfig config;

    @Test
    void aBatchThatTheDatabaseRefusesIsAFailedStepAndSoIsItsStatement() {
        UUID alice = World.user("alice");
        UUID conversation = World.direct(alice, World.user("bob"));
        byte[] refused = "{\"type\":\"text\",\"body\":{\"text\":\"\u0000\"}}".getBytes(StandardCharsets.UTF_8);
        Append append = new Append(
                Origin.USER,
                conversation,
                Ids.v7(),
                alice,
                new MessageContent(MessageType.TEXT, refused, false),
                "00-" + TRACE + "-00f067aa0ba902b7-01");
        BatchRunner.Log log = new BatchRunner.Log(connections, acknowledged, publisher, metrics, config.deadline());
        try (Recording recording = Recording.start();
                BatchRunner runner = new BatchRunner(log)) {
            runner.run(List.of(new Entry(append, new Call(1, config.patience()), 0)));

            await().until(() -> recording.spans().size() == 5);
            Map<String, Boolean> failed = recording.spans().stream()
                    .filter(span -> span.trace().equals(TRACE))
                    .collect(Collectors.toMap(Recorded::name, Recorded::failed));
            assertThat(failed)
                    .containsEntry("batch", true)
                    .containsEntry("INSERT message", true)
                    .containsEntry("SELECT message", false)
                    .containsEntry("SELECT conversation", false)
                    .containsEntry("append", false);
        }
    }
}
