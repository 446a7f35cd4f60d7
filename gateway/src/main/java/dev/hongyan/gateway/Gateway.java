package dev.hongyan.gateway;

import io.vertx.core.AsyncResult;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The gateway as a program.
public final class Gateway {
    private static final int LOOPS = 2;
    private static final long DRAIN_MILLIS = 5_000;

    private final Vertx vertx;
    private final RequestCounts counts = new RequestCounts();
    private final Management management;

    private Gateway(Vertx vertx, GatewayConfig config) {
        this.vertx = vertx;
        this.management = new Management(config, counts);
    }

    /// Runs until it is told to end; ends with 1 when it cannot listen.
    public static void main(String[] arguments) {
        GatewayConfig config = GatewayConfig.read();
        start(config)
                .onSuccess(gateway -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop, "stop-gateway"));
                    System.out.println("listening hosts=" + config.hosts() + " port=" + config.port());
                })
                .onFailure(failure -> {
                    System.err.println("cannot listen port=" + config.port() + " cause=" + failure);
                    System.exit(1);
                });
    }

    static Future<Gateway> start(GatewayConfig config) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setWorkerPoolSize(1));
        Gateway gateway = new Gateway(vertx, config);
        OwnPages pages = new OwnPages(config);
        Map<String, Upstream> upstreams = Edge.upstreams(config);
        List<Future<?>> parts = new ArrayList<>();
        parts.add(gateway.management.start(vertx));
        DeploymentOptions each = new DeploymentOptions().setInstances(LOOPS);
        parts.add(vertx.deployVerticle(() -> new Edge(config, upstreams, pages, gateway.counts), each));
        new ReadinessWatch(vertx).start(upstreams.values());
        return Future.all(parts).map(gateway).onFailure(_ -> vertx.close());
    }

    /// Says first that it is not ready any more, lets what is under way come to its end, then closes.
    void stop() {
        management.drain();
        CountDownLatch closed = new CountDownLatch(1);
        long end = System.currentTimeMillis() + DRAIN_MILLIS;
        vertx.setPeriodic(1, 50, timer -> {
            if (counts.underWay() == 0 || System.currentTimeMillis() > end) {
                vertx.cancelTimer(timer);
                vertx.close().onComplete((AsyncResult<Void> _) -> closed.countDown());
            }
        });
        try {
            if (!closed.await(2 * DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                System.err.println("stopped late");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
