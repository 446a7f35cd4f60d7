package dev.hongyan.kit.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.KitTest;
import dev.hongyan.kit.consume.EventConsumers;
import dev.hongyan.kit.testing.RecordingCollector;
import dev.hongyan.kit.testing.RecordingCollector.Link;
import dev.hongyan.kit.testing.RecordingCollector.Recorded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KitTest
class StepsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CALLER = "00f067aa0ba902b7";

    private final String trace = "%032x".formatted(System.nanoTime());
    private final RecordingCollector collector = RecordingCollector.start();
    private final Recorder recorder = new Recorder(
            collector.endpoint(), Attributes.empty(), new Recorder.Limits(0, 1_000), new SimpleMeterRegistry());

    @Inject
    EventConsumers consumers;

    @BeforeEach
    void record() {
        recorder.install();
    }

    @AfterEach
    void end() {
        recorder.close();
        collector.close();
    }

    @Test
    void aRequestIsAStepNamedByItsRouteAndNotByItsPath() {
        String id = Ids.v7().toString();
        String answered = given().header("traceparent", asking())
                .get("/probe/ids/" + id)
                .then()
                .statusCode(200)
                .extract()
                .header("traceparent");

        Recorded request = awaited("GET /probe/ids/{id}");
        assertThat(answered).isEqualTo("00-" + trace + "-" + request.id() + "-01");
        assertThat(request.kind()).isEqualTo("SERVER");
        assertThat(request.parent()).isEqualTo(CALLER);
        assertThat(request.attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("http.route", "/probe/ids/{id}");
        assertThat(request.attributes().toString()).doesNotContain(id);
        assertThat(request.failed()).isFalse();
    }

    @Test
    void aRequestThatFailsIsAFailedStep() {
        given().header("traceparent", asking()).get("/probe/fail/other").then().statusCode(500);

        assertThat(awaited("GET /probe/fail/{how}").failed()).isTrue();
    }

    @Test
    void whatNobodyAskedForAndTheLotDidNotChooseIsNotRecorded() {
        String answered = given().get("/probe/limit").header("traceparent");
        given().header("traceparent", asking()).get("/q/health/live");
        given().header("traceparent", asking()).get("/probe/limit");

        assertThat(answered).endsWith("-00");
        awaited("GET /probe/limit");
        assertThat(collector.spans())
                .filteredOn(span -> span.kind().equals("SERVER"))
                .hasSize(1);
    }

    @Test
    void aMethodThatIsMadeUpIsNoName() {
        given().header("traceparent", asking()).request("WILDGEESE", "/probe/ids/1");

        Recorded request = awaited(span -> span.trace().equals(trace));
        assertThat(request.name()).startsWith("_OTHER");
        assertThat(request.attributes()).containsEntry("http.request.method", "_OTHER");
    }

    @Test
    void anEventIsFollowedFromTheRequestToTheBrokerAndToItsReader() {
        Queue<String> applied = new ConcurrentLinkedQueue<>();
        consumers.start(
                Topics.USER,
                "steps-" + Ids.v7(),
                events -> events.forEach(event -> {
                    if (String.valueOf(event.traceparent()).contains(trace)) {
                        applied.add(Trace.current().map(Trace::traceId).orElse("none"));
                    }
                }));
        given().header("traceparent", asking()).post("/probe/events/commit");

        await().atMost(SOON).until(() -> !applied.isEmpty());
        assertThat(applied).containsOnly(trace);
        Recorded request = awaited("POST /probe/events/{fate}");
        Recorded sent = awaited("send user.events.v1");
        Link sending = new Link(trace, sent.id());
        Recorded processed = awaited(span ->
                span.name().equals("process user.events.v1") && span.links().contains(sending));
        assertThat(sent.kind()).isEqualTo("PRODUCER");
        assertThat(sent.parent()).isEqualTo(request.id());
        assertThat(processed.kind()).isEqualTo("CONSUMER");
        assertThat(processed.attributes()).containsEntry("messaging.destination.name", "user.events.v1");
    }

    private String asking() {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    private Recorded awaited(String name) {
        return awaited(span -> span.name().equals(name) && span.trace().equals(trace));
    }

    private Recorded awaited(Predicate<Recorded> wanted) {
        return await().atMost(SOON)
                .until(() -> collector.spans().stream().filter(wanted).toList(), found -> !found.isEmpty())
                .getFirst();
    }
}
