package dev.hongyan.push.messagelog;

import dev.hongyan.kit.call.Instances;
import dev.hongyan.kit.identity.ServiceToken;
import dev.hongyan.kit.trace.Trace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The way to message-service by HTTP. Its instances take turns; each call may be repeated, so when one instance does
/// not
/// answer the next one is asked.
@ApplicationScoped
class HttpMessageCalls implements MessageCalls {
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 1_000;
    private static final int APPEND_MILLIS = 3_000;
    /// Where there is another instance: a stopped one may hold a lane up only so long.
    private static final int APPEND_ELSEWHERE_MILLIS = 1_500;
    private static final String APPENDS = "/internal/messages";

    private final HttpClient http;
    /// Apart from the others, so that a send never waits behind a thousand sessions that resume.
    private final HttpClient appends;
    private final ServiceToken serviceToken;
    private final Instances instances;
    private volatile boolean lagging;

    @Inject
    HttpMessageCalls(
            Vertx vertx, ServiceToken serviceToken, @ConfigProperty(name = "hongyan.message.url") List<String> urls) {
        this.serviceToken = serviceToken;
        this.instances = new Instances(urls);
        this.http = client(vertx, 64);
        this.appends = client(vertx, 16);
    }

    private static HttpClient client(Vertx vertx, int connections) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(connections)
                .setKeepAliveTimeout(30)
                .setTcpNoDelay(true));
    }

    @Override
    public boolean isLagging() {
        return lagging;
    }

    @Override
    public Future<byte[]> append(byte[] batch, @Nullable String traceparent) {
        return serviceToken
                .current()
                .map(token -> call(appends, APPENDS, token, batch, traceparent))
                .orElseGet(() -> Future.failedFuture(new IOException("no service token yet")))
                .map(Buffer::getBytes);
    }

    @Override
    public byte[] ask(String path, byte[] body) throws IOException {
        try {
            return call(http, path, serviceToken.authorization(), body, null)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CONNECT_MILLIS + 2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .getBytes();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new IOException("message-service did not answer " + path, e);
        }
    }

    private Future<Buffer> call(
            HttpClient client, String path, String token, byte[] body, @Nullable String traceparent) {
        boolean json = !path.equals(APPENDS);
        RequestOptions options = new RequestOptions()
                .setMethod(body.length == 0 ? HttpMethod.GET : HttpMethod.POST)
                .putHeader("Authorization", token)
                .putHeader("Content-Type", json ? "application/json" : "application/octet-stream");
        if (traceparent != null) {
            options.putHeader(Trace.HEADER, traceparent);
        }
        return callOneOf(instances.inTurn(), client, options, path, body);
    }

    private Future<Buffer> callOneOf(
            List<Instances.Instance> candidates, HttpClient client, RequestOptions options, String path, byte[] body) {
        Instances.Instance instance = candidates.getFirst();
        List<Instances.Instance> others = candidates.subList(1, candidates.size());
        int appendMillis = others.isEmpty() ? APPEND_MILLIS : APPEND_ELSEWHERE_MILLIS;
        RequestOptions here = new RequestOptions(options)
                .setAbsoluteURI(instance.url() + path)
                .setTimeout(path.equals(APPENDS) ? appendMillis : ANSWER_MILLIS);
        return call(client, here, path, body)
                .onSuccess(_ -> instance.answered())
                .recover(failure -> {
                    instance.failed();
                    return others.isEmpty()
                            ? Future.failedFuture(failure)
                            : callOneOf(others, client, options, path, body);
                });
    }

    private Future<Buffer> call(HttpClient client, RequestOptions options, String path, byte[] body) {
        Future<HttpClientResponse> response =
                client.request(options).compose(request -> body.length == 0 ? request.send() : send(request, body));
        return response.compose(answer -> {
            String late = answer.getHeader("X-Outbox-Lagging");
            if (late != null) {
                lagging = late.equals("true");
            }
            return answer.body()
                    .compose(bytes -> answer.statusCode() == 200
                            ? Future.succeededFuture(bytes)
                            : Future.failedFuture(new IOException(path + " answered " + answer.statusCode())));
        });
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, byte[] body) {
        return request.send(Buffer.buffer(body));
    }
}
