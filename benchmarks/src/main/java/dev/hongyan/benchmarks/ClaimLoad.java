package dev.hongyan.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Claims over HTTP, a closed loop: so many clients, each with one claim under way, in turn at the instances.
final class ClaimLoad implements AutoCloseable {
    private static final int MINUTES = 5;
    private static final int CREATED = 201;

    private final Vertx vertx = Vertx.vertx();
    private final List<URI> instances;
    private final Faults faults;

    /// @param token of who claims
    record Claim(String packet, String token) {}

    /// @param paid    answers that paid
    /// @param refused answers that were expected and paid nothing
    record Result(String name, int clients, int paid, int refused, Histogram micros, double seconds) {
        double aSecond() {
            return micros.getTotalCount() / seconds;
        }
    }

    ClaimLoad(List<URI> instances, Faults faults) {
        this.instances = instances;
        this.faults = faults;
    }

    /// Claims all of them.
    ///
    /// @param refusal the status of a refusal that is expected; any other but 201 is a fault
    Result run(String name, List<Claim> claims, int clients, int refusal) {
        return run(name, claims, clients, Duration.ZERO, refusal);
    }

    /// The same by clients who rest after each answer.
    Result run(String name, List<Claim> claims, int clients, Duration rest, int refusal) {
        Run run = new Run(name, claims, clients, rest, refusal);
        double seconds = run.await();
        return new Result(name, clients, run.paid.get(), run.refused.get(), run.micros, seconds);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Run {
        private final String name;
        private final List<Claim> claims;
        private final Duration rest;
        private final int refusal;
        private final HttpClient http;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger paid = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final Histogram micros = new ConcurrentHistogram(3);
        private final CountDownLatch left;
        private final long start;

        Run(String name, List<Claim> claims, int clients, Duration rest, int refusal) {
            this.name = name;
            this.claims = claims;
            this.rest = rest;
            this.refusal = refusal;
            this.left = new CountDownLatch(claims.size());
            this.http = vertx.createHttpClient(
                    new HttpClientOptions().setTcpNoDelay(true),
                    new PoolOptions().setHttp1MaxSize(Math.max(1, clients / instances.size())));
            this.start = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                claimNext();
            }
        }

        double await() {
            try {
                if (!left.await(MINUTES, TimeUnit.MINUTES)) {
                    throw new IllegalStateException(left.getCount() + " claims were not answered");
                }
                return (System.nanoTime() - start) / 1e9;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                http.close().toCompletionStage().toCompletableFuture().join();
            }
        }

        private void claimNext() {
            int index = next.getAndIncrement();
            if (index >= claims.size()) {
                return;
            }
            Claim claim = claims.get(index);
            URI instance = instances.get(index % instances.size());
            long begun = System.nanoTime();
            http.request(new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost(instance.getHost())
                            .setPort(instance.getPort())
                            .setURI("/api/red-packets/" + claim.packet() + "/claims")
                            .putHeader("Authorization", "Bearer " + claim.token()))
                    .compose(HttpClientRequest::send)
                    .compose(answer -> answer.body().map(_ -> answer.statusCode()))
                    .onComplete(answer -> {
                        micros.recordValue((System.nanoTime() - begun) / 1_000);
                        if (answer.failed()) {
                            faults.claim(name + ": " + answer.cause());
                        } else if (answer.result() == CREATED) {
                            paid.incrementAndGet();
                        } else if (answer.result() == refusal) {
                            refused.incrementAndGet();
                        } else {
                            faults.claim(name + ": claim " + index + " answered " + answer.result());
                        }
                        left.countDown();
                        goOn();
                    });
        }

        private void goOn() {
            if (rest.isZero()) {
                claimNext();
            } else {
                vertx.setTimer(rest.toMillis(), _ -> claimNext());
            }
        }
    }
}
