package dev.hongyan.message.model;

import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Wire;
import dev.hongyan.message.log.MessageLog;
import dev.hongyan.message.rule.RuleService;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Groups live at random: people come, go, are muted and write, the events of it come late, twice, in parts
/// and in any order. Again and again whatever can be read is compared with a model of a few lines. Several
/// lives go on at once, each of a seed of its own, since one alone would mostly wait for answers.
@ComponentTest
@Tag("prove")
class GroupModelTest {
    private static final Logger LOG = Logger.getLogger(GroupModelTest.class);
    private static final boolean PROVE = Boolean.getBoolean("hongyan.prove");
    /// Of all lives that go on at once.
    private static final int STEPS = Integer.getInteger("hongyan.model.steps", PROVE ? 20_000 : 5_000);
    private static final int ROUNDS = Integer.getInteger("hongyan.model.rounds", PROVE ? 10 : 1);
    private static final int LIVES = Integer.getInteger("hongyan.model.lives", 4);

    @Inject
    MessageLog messages;

    @Inject
    RuleService rules;

    @Test
    void everyWayOfReadingAgreesWithTheModel() {
        long first = Long.getLong("hongyan.model.seed", System.nanoTime());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = first + (long) round * LIVES;
                List<CompletableFuture<Void>> lives = LongStream.range(seed, seed + LIVES)
                        .mapToObj(each -> CompletableFuture.runAsync(() -> live(each), threads))
                        .toList();
                lives.forEach(CompletableFuture::join);
            }
        }
    }

    private void live(long seed) {
        int steps = STEPS / LIVES;
        String how = "-Dhongyan.model.seed=" + seed + " -Dhongyan.model.lives=1 -Dhongyan.model.steps=" + steps;
        LOG.infof("groups live with %s", how);
        try (Wire wire = new Wire()) {
            Life life = new Life(seed, messages, rules, wire);
            for (int step = 0; step < steps; step++) {
                try {
                    life.live(step);
                } catch (AssertionError e) {
                    throw new AssertionError(how + ", step " + step + ": " + e.getMessage(), e);
                }
            }
            life.lookAtEverything();
            LOG.infof("%d messages and notices with seed %d", life.count(), seed);
        }
    }
}
