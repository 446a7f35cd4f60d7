package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The same send again, by any way and at any time, gets the answer of the first.
@OnCluster
class IdempotenceScenario {
    private static final int REPEATS = 8;

    private final TestUser ann;
    private final TestUser ben;
    private final UUID conversation;

    IdempotenceScenario(Stack stack) {
        TestUser.Pair pair = TestUser.friends(stack);
        ann = pair.one();
        ben = pair.other();
        conversation = pair.conversation();
    }

    @Test
    void parallelDuplicatesByRestAndSocketStoreOneMessage() {
        UUID id = Ids.v7();
        try (Device phone = ann.device().live();
                Device laptop = ann.anotherDevice().live();
                Device bens = ben.device().live()) {
            List<CompletableFuture<Answer>> calls = IntStream.range(0, REPEATS)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> ann.send(conversation, id, "once")))
                    .toList();
            for (int i = 0; i < REPEATS; i++) {
                phone.send(conversation, id, "once");
                laptop.send(conversation, id, "once");
            }
            List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();

            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 201);
            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSizeLessThanOrEqualTo(1);
            assertThat(answers.stream().map(Answer::json).distinct()).hasSize(1);
            long seq = answers.getFirst().json().path("seq").asLong();
            assertThat(phone.seqOf(id)).isEqualTo(seq);
            assertThat(laptop.seqOf(id)).isEqualTo(seq);

            ann.send(conversation, Ids.v7(), "last").expect(201);
            bens.awaitMessage(conversation, "last");
            assertThat(bens.texts(conversation)).containsExactly("once", "last");
            assertThat(History.readLog(ben, conversation)).hasSize(3);
        }
    }

    @Test
    void everyRepeatOnOneSocketIsAnsweredAlike() {
        UUID id = Ids.v7();
        try (Device phone = ann.device().live()) {
            for (int i = 0; i < REPEATS; i++) {
                phone.send(conversation, id, "again and again");
            }
            Awaitility.await()
                    .atMost(Stack.SOON)
                    .untilAsserted(() -> assertThat(answersTo(phone, id)).hasSize(REPEATS));
            assertThat(answersTo(phone, id).stream().distinct()).hasSize(1);
        }
    }

    private static List<String> answersTo(Device device, UUID id) {
        return device.inbox().all("sent").stream()
                .filter(frame -> frame.path("id").asText().equals(id.toString()))
                .map(frame ->
                        frame.path("seq").asLong() + " " + frame.path("at").asText())
                .toList();
    }

    @Test
    void aRepeatAfterABlockGetsTheFirstAnswerAndSomethingNewIsRefused() {
        UUID id = Ids.v7();
        JsonNode stored =
                ann.send(conversation, id, "before the block").expect(201).json();
        ben.block(ann);
        try (Device phone = ann.device().live()) {
            assertThat(ann.send(conversation, id, "before the block")
                            .expect(200)
                            .json())
                    .isEqualTo(stored);
            phone.send(conversation, id, "before the block");
            assertThat(phone.seqOf(id)).isEqualTo(stored.path("seq").asLong());

            UUID fresh = Ids.v7();
            ann.send(conversation, fresh, "after the block").problem(403, "blocked");
            phone.send(conversation, fresh, "after the block");
            assertThat(phone.refusalOf(fresh).path("type").asText()).isEqualTo("/problems/blocked");

            ben.unblock(ann);
            ann.send(conversation, fresh, "after the block").expect(201);
        }
    }

    @Test
    void duplicatesThatRaceWithABlockAgreeWithTheirFirst() {
        UUID id = Ids.v7();
        List<CompletableFuture<Answer>> calls = IntStream.range(0, REPEATS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> ann.send(conversation, id, "racing")))
                .toList();
        ben.block(ann);
        List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();
        boolean stored = answers.stream().anyMatch(answer -> answer.status() < 300);
        Answer after = ann.send(conversation, id, "racing");
        if (stored) {
            JsonNode first = answers.stream()
                    .filter(answer -> answer.status() < 300)
                    .findFirst()
                    .orElseThrow()
                    .json();
            assertThat(after.expect(200).json()).isEqualTo(first);
        } else {
            after.problem(403, "blocked");
        }
        ann.send(conversation, Ids.v7(), "new").problem(403, "blocked");
    }

    @Test
    void theSameIdWithOtherContentOrSenderIsAConflict() {
        UUID id = Ids.v7();
        ann.send(conversation, id, "said").expect(201);
        ann.send(conversation, id, "said otherwise").problem(409, "message-conflict");
        ben.send(conversation, id, "said").problem(409, "message-conflict");
        try (Device phone = ann.device().live();
                Device bens = ben.device().live()) {
            phone.send(conversation, id, "said otherwise");
            assertThat(phone.refusalOf(id).path("type").asText()).isEqualTo("/problems/message-conflict");
            bens.send(conversation, id, "said");
            assertThat(bens.refusalOf(id).path("type").asText()).isEqualTo("/problems/message-conflict");
        }
        assertThat(History.readLog(ben, conversation)).hasSize(2);
    }

    @Test
    void theSameIdInAnotherConversationIsAnotherMessage() {
        TestUser cat = TestUser.register(ann.stack());
        cat.befriend(ann);
        UUID id = Ids.v7();
        ann.send(conversation, id, "to ben").expect(201);
        JsonNode other = ann.send(ann.direct(cat), id, "to cat").expect(201).json();
        assertThat(other.path("body").path("text").asText()).isEqualTo("to cat");
    }
}
