package dev.hongyan.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Collection;
import java.util.List;

/// Asks instances whether they are ready, where there is a choice between several: one that is going down still answers
/// for a while, and one that was stopped still takes connections, but neither should be given anything new.
final class ReadinessWatch {
    private static final long PERIOD_MILLIS = 500;
    private static final int ANSWER_MILLIS = 1_000;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final HttpClient client;

    ReadinessWatch(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(ANSWER_MILLIS).setMaxPoolSize(1));
    }

    void start(Collection<Upstream> upstreams) {
        upstreams.stream()
                .map(Upstream::instances)
                .filter(instances -> instances.size() > 1)
                .flatMap(List::stream)
                .forEach(this::watch);
    }

    private void watch(Upstream.Instance instance) {
        ask(instance).onComplete(answer -> {
            instance.ready(answer.succeeded() && answer.result() != UNAVAILABLE);
            vertx.setTimer(PERIOD_MILLIS, _ -> watch(instance));
        });
    }

    private Future<Integer> ask(Upstream.Instance instance) {
        RequestOptions question = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(instance.host)
                .setPort(instance.port)
                .setURI("/q/health/ready")
                .setTimeout(ANSWER_MILLIS)
                .putHeader("User-Agent", "hongyan-gateway");
        return client.request(question)
                .compose(request -> request.send())
                .compose(response -> response.body().map(_ -> response))
                .map(HttpClientResponse::statusCode);
    }
}
