package dev.hongyan.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.call.Instances;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private final Instances instances = new Instances(List.of("one", "two", "three"));

    @Test
    void takeTurns() {
        assertThat(order()).containsExactly("one", "two", "three");
        assertThat(order()).containsExactly("two", "three", "one");
        assertThat(order()).containsExactly("three", "one", "two");
        assertThat(order()).containsExactly("one", "two", "three");
    }

    @Test
    void comeLastForAWhileAfterAFailure() {
        instances.inTurn().getFirst().failed();
        assertThat(order()).containsExactly("two", "three", "one");
        assertThat(order()).containsExactly("three", "two", "one");
        assertThat(order()).containsExactly("two", "three", "one");
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> order().getFirst().equals("one"));
    }

    @Test
    void areTrustedAgainAtOnceAfterAnAnswer() {
        Instances.Instance one = instances.inTurn().getFirst();
        one.failed();
        one.failed();
        one.answered();
        assertThat(order()).containsExactly("two", "three", "one");
        assertThat(order()).containsExactly("three", "one", "two");
    }

    @Test
    void areAllThereWhenAllHaveFailed() {
        instances.inTurn().forEach(Instances.Instance::failed);
        assertThat(order()).containsExactlyInAnyOrder("one", "two", "three");
    }

    private List<String> order() {
        return instances.inTurn().stream().map(Instances.Instance::url).toList();
    }
}
