package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.RecordingCollector.Link;
import dev.hongyan.kit.testing.RecordingCollector.Recorded;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A message that its sender wants recorded can be followed from his frame to the device that holds it.
@OnCluster
class TraceScenario {
    private static final String CALLER = "00f067aa0ba902b7";

    private final TestUser ann;
    private final TestUser ben;
    private final UUID conversation;
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    TraceScenario(Stack stack) {
        TestUser.Pair pair = TestUser.friends(stack);
        ann = pair.one();
        ben = pair.other();
        conversation = pair.conversation();
    }

    @Test
    void aSendIsFollowedThroughTheBatchTheDatabaseAndTheBrokerToTheDeviceThatHoldsIt() {
        try (Device anns = ann.device().live();
                Device bens = ben.device().live()) {
            anns.sent(conversation, "begin"); // what begins a conversation is read from the log, not delivered
            bens.awaitMessage(conversation, "begin");
            UUID id = send(anns, "follow me", asking());
            long seq = anns.seqOf(id);
            bens.awaitMessage(conversation, "follow me");
            bens.received(conversation, seq);

            Recorded send = awaited(Stack.PUSH_SERVICE, "ws send");
            assertThat(send.parent()).isEqualTo(CALLER);
            assertThat(send.attributes()).containsEntry("hongyan.message", id.toString());
            Recorded call = awaited(Stack.PUSH_SERVICE, "POST /internal/messages");
            assertThat(call.links()).contains(link(send));
            assertThat(awaited(Stack.MESSAGE_SERVICE, "POST /internal/messages").parent())
                    .isEqualTo(call.id());

            Recorded append = awaited(Stack.MESSAGE_SERVICE, "append");
            assertThat(append.parent()).isEqualTo(send.id());
            assertThat(append.attributes()).containsEntry("hongyan.seq", Long.toString(seq));
            Recorded batch = awaited(Stack.MESSAGE_SERVICE, "batch");
            assertThat(batch.links()).contains(link(append));
            assertThat(append.links()).contains(link(batch));
            for (String statement : List.of("SELECT conversation", "SELECT message", "INSERT message", "COMMIT")) {
                assertThat(awaited(Stack.MESSAGE_SERVICE, statement).parent()).isEqualTo(batch.id());
            }

            Recorded sent = awaited(Stack.MESSAGE_SERVICE, "send message.events.v1");
            assertThat(sent.links()).contains(link(append));
            Recorded processed = awaited(Stack.PUSH_SERVICE, "process message.events.v1");
            assertThat(processed.links()).contains(link(sent));
            assertThat(awaited(Stack.PUSH_SERVICE, "deliver").parent()).isEqualTo(processed.id());
            assertThat(awaited(Stack.PUSH_SERVICE, "ws received").attributes())
                    .containsEntry("hongyan.seq", Long.toString(seq));
        }
    }

    @Test
    void aSendByRestBelongsToItsRequest() {
        UUID id = UUID.randomUUID();
        ann.api()
                .with("traceparent", asking())
                .post("/api/conversations/" + conversation + "/messages", TestUser.text(id, "by REST"))
                .expect(201);

        Recorded request = awaited(Stack.MESSAGE_SERVICE, "POST /api/conversations/{id}/messages");
        assertThat(request.parent()).isEqualTo(CALLER);
        assertThat(awaited(Stack.MESSAGE_SERVICE, "append").parent()).isEqualTo(request.id());
    }

    @Test
    void whatNobodyAskedForIsNotRecorded() {
        try (Device anns = ann.device().live()) {
            UUID quiet = send(anns, "quiet", asking().replaceFirst("-01$", "-00"));
            anns.seqOf(quiet);
            UUID asked = send(anns, "asked", asking());
            anns.seqOf(asked);
            awaited(Stack.MESSAGE_SERVICE, "append");
            assertThat(SharedStack.COLLECTOR.spans().toString())
                    .contains(asked.toString())
                    .doesNotContain(quiet.toString());
        }
    }

    private UUID send(Device device, String text, String traceparent) {
        UUID id = Ids.v7();
        device.raw(Request.send(conversation, id, text)
                .put("traceparent", traceparent)
                .toString());
        return id;
    }

    private String asking() {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    private Recorded awaited(String service, String name) {
        Predicate<Recorded> wanted = span -> span.trace().equals(trace)
                && span.service().equals(service)
                && span.name().equals(name);
        return Awaitility.await(service + ": " + name)
                .atMost(Stack.SOON)
                .until(
                        () -> SharedStack.COLLECTOR.spans().stream()
                                .filter(wanted)
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static Link link(Recorded step) {
        return new Link(step.trace(), step.id());
    }
}
