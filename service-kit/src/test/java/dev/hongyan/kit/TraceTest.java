package dev.hongyan.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.consume.EventConsumers;
import dev.hongyan.kit.trace.Trace;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class TraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Inject
    EventConsumers consumers;

    @Test
    void theCallersTraceIsInTheAnswerTheProblemAndTheLog() {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(@Nullable LogRecord line) {
                if (line instanceof ExtLogRecord known && "request failed".equals(known.getMessage())) {
                    logged.add(String.valueOf(known.getMdc(Trace.ID)));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            Response answer = given().header("traceparent", PARENT).get("/probe/fail/other");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.header("traceparent"))
                    .startsWith("00-" + TRACE + "-")
                    .endsWith("-00") // nothing is recorded here
                    .isNotEqualTo(PARENT);
            assertThat(answer.jsonPath().getString("traceId")).isEqualTo(TRACE);
            assertThat(logged).containsExactly(TRACE);
        } finally {
            root.removeHandler(handler);
        }
    }

    @Test
    void theTraceTravelsWithTheEvent() {
        Queue<EventEnvelope> seen = new ConcurrentLinkedQueue<>();
        consumers.start(Topics.USER, "trace-" + Ids.v7(), seen::addAll);

        UUID id = UUID.fromString(given().header("traceparent", PARENT)
                .post("/probe/events/commit")
                .asString());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen).anySatisfy(event -> {
                    assertThat(event.id()).isEqualTo(id);
                    assertThat(event.traceparent()).startsWith("00-" + TRACE + "-");
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void whatIsNoTraceBeginsOne(String header) {
        String answered =
                given().header("traceparent", header).get("/probe/limit").header("traceparent");

        assertThat(answered).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").doesNotContain(TRACE);
    }
}
