package dev.hongyan.kit.call;

import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The instances of a service that is called. They take turns; one that failed comes after the others for a second, and
/// twice as long each further time, up to eight seconds: a process that was stopped costs every try its time-out.
///
/// A caller whose call may be repeated goes on to the next one when one fails.
public final class Instances {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 8 * FIRST_PAUSE_NANOS;

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private final List<Instance> all;
    private final AtomicInteger turn = new AtomicInteger();

    /// One of them, by its address.
    public static final class Instance {
        private final String url;
        private long pause;
        private long avoidUntil = System.nanoTime();

        private Instance(String url) {
            this.url = url;
        }

        /// Where it is, without a slash at the end.
        public String url() {
            return url;
        }

        /// It gave no answer, or none of use.
        public synchronized void failed() {
            pause = Math.clamp(2 * pause, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            avoidUntil = System.nanoTime() + pause;
        }

        /// It is well.
        public synchronized void answered() {
            pause = 0;
            avoidUntil = System.nanoTime();
        }

        private synchronized boolean avoided() {
            return System.nanoTime() - avoidUntil < 0;
        }
    }

    /// What was asked for is not there. An answer like others: no other instance would say anything else.
    public static final class Absent extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        Absent(String url) {
            super(url + " answered 404");
        }
    }

    public Instances(List<String> urls) {
        all = urls.stream().map(Instance::new).toList();
    }

    /// The body of the first answer that is a success. Blocks, for a second an instance at most; never on an event loop
    /// and only for a call that may be repeated.
    ///
    /// @param rest what the request says beside its path
    /// @throws Absent when an instance answers 404
    /// @throws IOException when no instance gives one; of the last one that was tried
    public String send(String path, UnaryOperator<HttpRequest.Builder> rest) throws IOException {
        IOException failure = new IOException("no instances");
        for (Instance instance : inTurn()) {
            try {
                String answer = sendTo(instance.url() + path, rest);
                instance.answered();
                return answer;
            } catch (Absent e) {
                instance.answered();
                throw e;
            } catch (IOException e) {
                instance.failed();
                failure = e;
            }
        }
        throw failure;
    }

    /// All of them, in the order in which they are to be tried now.
    public List<Instance> inTurn() {
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        List<Instance> ordered = new ArrayList<>(all.size());
        List<Instance> avoided = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Instance instance = all.get((first + i) % all.size());
            (instance.avoided() ? avoided : ordered).add(instance);
        }
        ordered.addAll(avoided);
        return ordered;
    }

    /// Named after the path without its ids.
    private static Step step(String url, @Nullable Trace here) {
        if (here == null || !here.sampled()) {
            return Step.NONE;
        }
        URI uri = URI.create(url);
        return Step.begin("call " + uri.getPath().replaceAll("/[0-9a-f-]{36}", "/{id}"), SpanKind.CLIENT, here)
                .with("server.address", uri.getHost())
                .with("server.port", uri.getPort());
    }

    private static String sendTo(String url, UnaryOperator<HttpRequest.Builder> rest) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER);
        Trace here = Trace.current().orElse(null);
        Step step = step(url, here);
        try {
            String header = step.header();
            if (here != null) {
                request.header(Trace.HEADER, header == null ? here.header() : header);
            }
            HttpRequest whole = rest.apply(request).build();
            HttpResponse<String> response = HTTP.send(whole, HttpResponse.BodyHandlers.ofString());
            step.with("http.request.method", whole.method()).with("http.response.status_code", response.statusCode());
            if (response.statusCode() == NOT_FOUND) {
                throw new Absent(url);
            }
            if (response.statusCode() / 100 != 2) {
                throw new IOException(url + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            step.failed(e);
            throw e;
        } catch (InterruptedException e) {
            step.failed(e);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            step.close();
        }
    }
}
