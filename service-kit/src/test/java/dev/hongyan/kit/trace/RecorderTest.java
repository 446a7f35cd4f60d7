package dev.hongyan.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.call.Instances;
import dev.hongyan.kit.testing.RecordingCollector;
import dev.hongyan.kit.testing.RecordingCollector.Link;
import dev.hongyan.kit.testing.RecordingCollector.Recorded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ASKING = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String QUIET = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    private final RecordingCollector collector = RecordingCollector.start();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void end() {
        collector.close();
    }

    @Test
    void aStepForManyIsAChildOfTheFirstAndLinkedToAll() {
        try (Recorder _ = recorder(1, 0)) {
            Step one = Step.enter("one", ASKING);
            Step other = Step.enter("other", null);
            List<Trace> both = List.of(trace(one), trace(other));
            Step.beginForAll("batch", SpanKind.INTERNAL, both)
                    .with("size", 2)
                    .with("kind", "of both")
                    .close();
            one.close();
            other.failed("for a reason");
            other.close();
        }

        await().atMost(SOON).until(() -> collector.spans().size() == 3);
        Recorded one = named("one");
        Recorded other = named("other");
        Recorded batch = named("batch");
        assertThat(one.service()).isEqualTo("test-service");
        assertThat(one.kind()).isEqualTo("SERVER");
        assertThat(one.trace()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(one.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(one.failed()).isFalse();
        assertThat(other.parent()).isEmpty();
        assertThat(other.trace()).isNotEqualTo(one.trace());
        assertThat(other.failed()).isTrue();
        assertThat(batch.trace()).isEqualTo(one.trace());
        assertThat(batch.parent()).isEqualTo(one.id());
        assertThat(batch.links()).containsExactly(new Link(one.trace(), one.id()), new Link(other.trace(), other.id()));
        assertThat(batch.attributes()).containsEntry("size", "2").containsEntry("kind", "of both");
    }

    @Test
    void whatIsNotRecordedHasNoFurtherSteps() {
        try (Recorder _ = recorder(0, 0)) {
            assertThat(Step.enter("outside", ASKING)).isSameAs(Step.NONE);
            assertThat(Step.begin("inside", SpanKind.INTERNAL, null)).isSameAs(Step.NONE);
            assertThat(Step.begin("inside", SpanKind.INTERNAL, Trace.of(QUIET))).isSameAs(Step.NONE);
            assertThat(Step.beginForAll("batch", SpanKind.INTERNAL, List.of())).isSameAs(Step.NONE);
            assertThat(Step.NONE.query("SELECT thing")).isSameAs(Step.NONE);
        }
        assertThat(Step.begin("without a collector", SpanKind.INTERNAL, Trace.of(ASKING)))
                .isSameAs(Step.NONE);
    }

    @Test
    void aCallerWhoWantsAllHeSendsRecordedGetsABoundedPart() {
        try (Recorder _ = recorder(0, 3)) {
            long begun = System.nanoTime();
            int recorded = 0;
            for (int i = 0; i < 1_000; i++) {
                recorded += Step.enter("asked", ASKING) == Step.NONE ? 0 : 1;
            }
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            assertThat(recorded).isBetween(3, 3 * (int) (seconds + 2));
            assertThat(Step.enter("not asked", QUIET)).isSameAs(Step.NONE);
        }
    }

    @Test
    void oneInSoManyIsChosenByLotWhateverTheCallerSays() {
        try (Recorder _ = recorder(10, 0)) {
            int recorded = 0;
            for (int i = 0; i < 10_000; i++) {
                recorded += Step.enter("one of many", ASKING) == Step.NONE ? 0 : 1;
            }
            assertThat(recorded).isBetween(700, 1_300); // more than nine standard deviations on either side
        }
    }

    @Test
    void aCollectorThatFailsHoldsNobodyUpAndIsCounted() {
        collector.answer(503);
        try (Recorder _ = recorder(1, 0)) {
            Step.enter("refused", null).close();
            await().atMost(SOON).until(() -> count("failed") == 1);
            collector.answer(200);
            Step.enter("taken again", null).close();
            await().atMost(SOON).until(() -> count("exported") == 1);
        }
        assertThat(collector.spans()).extracting(Recorded::name).containsExactly("taken again");
    }

    @Test
    void whatAnErrorLosesIsCounted() {
        SpanExporter broken = new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                throw new LinkageError("broken");
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
        try (SpanQueue queue = new SpanQueue(broken, "nowhere", metrics);
                SdkTracerProvider provider =
                        SdkTracerProvider.builder().addSpanProcessor(queue).build()) {
            provider.get("test").spanBuilder("lost").startSpan().end();
            await().atMost(SOON).until(() -> count("failed") == 1);
        }
    }

    @Test
    void withNobodyAtTheAddressStepsEndAtOnceAndWhatFindsNoRoomIsCounted() {
        collector.close();
        try (Recorder _ = recorder(1, 0)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 20_000; i++) {
                Step.enter("never seen", null).close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(count("dropped")).isPositive();
        }
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(count("dropped") + count("failed")).isEqualTo(20_000));
        assertThat(count("exported")).isZero();
    }

    @Test
    void aCollectorThatStaysSilentHoldsNeitherTheStepsNorTheEndUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Recorder recorder = recorder("http://127.0.0.1:" + silent.getLocalPort(), 1, 0);
            for (int i = 0; i < 2_000; i++) {
                Step.enter("never answered", null).close();
            }
            long begun = System.nanoTime();
            recorder.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
        assertThat(count("exported")).isZero();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(count("dropped") + count("failed")).isEqualTo(2_000));
    }

    @Test
    void aStepForManyNamesThemAll() {
        try (Recorder _ = recorder(1, 0)) {
            List<Trace> many =
                    Stream.generate(() -> Trace.continuing(null)).limit(200).toList();
            Step.beginForAll("batch", SpanKind.INTERNAL, many).close();
        }
        await().atMost(SOON).until(() -> collector.spans().size() == 1);
        assertThat(named("batch").links()).extracting(Link::trace).hasSize(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4317", "collector:4317", "http://", "grpc://collector:4317", "no address"})
    void whatIsNoAddressKeepsNoServiceFromStarting(String address) {
        TraceExport export = new TraceExport(Optional.of(address), 1, 1, "test-service", Optional.empty(), metrics);
        export.start(new StartupEvent());
        assertThat(Step.areRecorded()).isFalse();
        export.stop(new ShutdownEvent());
    }

    @Test
    void anAddressTurnsRecordingOn() {
        TraceExport export =
                new TraceExport(Optional.of(collector.endpoint()), 1, 1, "test-service", Optional.of("one"), metrics);
        export.start(new StartupEvent());
        assertThat(Step.areRecorded()).isTrue();
        export.stop(new ShutdownEvent());
        assertThat(Step.areRecorded()).isFalse();
    }

    @Test
    void aCallThatFailsIsAFailedStep() {
        try (Recorder _ = recorder(1, 0)) {
            Step request = Step.enter("request", null);
            trace(request).enter();
            assertThatThrownBy(() -> new Instances(List.of(collector.endpoint())).send("/missing", rest -> rest))
                    .isInstanceOf(Instances.Absent.class);
            assertThatThrownBy(() -> new Instances(List.of("http://127.0.0.1:1")).send("/refused", rest -> rest))
                    .isInstanceOf(IOException.class);
        } finally {
            Trace.leave();
        }
        await().atMost(SOON).until(() -> collector.spans().size() == 2);
        assertThat(collector.spans()).allMatch(Recorded::failed);
        assertThat(named("call /missing").attributes()).containsEntry("http.response.status_code", "404");
    }

    private Recorder recorder(int oneIn, int askedPerSecond) {
        return recorder(collector.endpoint(), oneIn, askedPerSecond);
    }

    private Recorder recorder(String endpoint, int oneIn, int askedPerSecond) {
        Attributes service =
                Attributes.builder().put("service.name", "test-service").build();
        Recorder recorder = new Recorder(endpoint, service, new Recorder.Limits(oneIn, askedPerSecond), metrics);
        recorder.install();
        return recorder;
    }

    private static Trace trace(Step step) {
        return Objects.requireNonNull(step.trace());
    }

    private Recorded named(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private double count(String result) {
        return metrics.counter("im_trace_spans_total", "result", result).count();
    }
}
