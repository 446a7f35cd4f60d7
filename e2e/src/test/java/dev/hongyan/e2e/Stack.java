package dev.hongyan.e2e;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Options;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// The running system as scenarios see it: its address, and the power to kill parts of it.
record Stack(Cluster cluster) implements AutoCloseable {
    static final String USER_SERVICE = "user-service";
    static final String MESSAGE_SERVICE = "message-service";
    static final String GROUP_SERVICE = "group-service";
    static final String REDPACKET_SERVICE = "redpacket-service";
    static final String PUSH_SERVICE = "push-service";

    /// How long a scenario waits for what must happen soon.
    static final Duration SOON = Duration.ofSeconds(10);
    private static final String PLENTY = "1000000";

    static Stack start() {
        return start(UnaryOperator.identity());
    }

    static Stack start(UnaryOperator<Options> more) {
        return start(more.apply(options()));
    }

    /// As it was before, if it ran with these.
    static Stack start(Options options) {
        return new Stack(Cluster.start(options));
    }

    static Options options() {
        return generous(Options.temporary().demo(false));
    }

    URI gateway() {
        return cluster.gateway();
    }

    /// One instance of a service where there are several, past the gateway; they count from 1.
    URI instance(String service, int number) {
        return cluster.address(name(service, number));
    }

    static String name(String service, int number) {
        return service + "#" + number;
    }

    Api api() {
        return Api.at(gateway());
    }

    /// Runs `during` while the part is away, then starts it again and waits until everything works.
    void without(String part, Runnable during) {
        cluster.killForGood(part);
        try {
            during.run();
        } finally {
            cluster.start(part);
            cluster.awaitReady();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    /// Scenarios send and register faster than people do, and their passwords are worth little.
    private static Options generous(Options options) {
        return options.set(USER_SERVICE, "HONGYAN_PASSWORD_MEMORY_KIB", "1024")
                .set(USER_SERVICE, "HONGYAN_LIMITS_REGISTRATIONS_PER_MINUTE", PLENTY)
                .set(USER_SERVICE, "HONGYAN_LIMITS_LOGIN_FAILURES_PER_MINUTE", PLENTY)
                .set(USER_SERVICE, "HONGYAN_LIMITS_FRIEND_REQUESTS_PER_MINUTE", PLENTY)
                .set(USER_SERVICE, "HONGYAN_LIMITS_SEARCHES_PER_MINUTE", PLENTY)
                .set(USER_SERVICE, "HONGYAN_LIMITS_PROFILE_CHANGES_PER_MINUTE", PLENTY)
                .set(REDPACKET_SERVICE, "HONGYAN_PAY_PASSWORD_MEMORY_KIB", "1024")
                .set(GROUP_SERVICE, "HONGYAN_CHANGE_LIMIT_BURST", PLENTY)
                .set(GROUP_SERVICE, "HONGYAN_CHANGE_LIMIT_PER_SECOND", PLENTY)
                .set(MESSAGE_SERVICE, "HONGYAN_SEND_LIMIT_BURST", PLENTY)
                .set(MESSAGE_SERVICE, "HONGYAN_SEND_LIMIT_PER_SECOND", PLENTY)
                .set(PUSH_SERVICE, "HONGYAN_PUSH_MAX_SOCKETS_PER_ADDRESS", PLENTY)
                .set(PUSH_SERVICE, "HONGYAN_PUSH_SEND_BURST", PLENTY)
                .set(PUSH_SERVICE, "HONGYAN_PUSH_FRAME_BURST", PLENTY)
                .set(PUSH_SERVICE, "HONGYAN_PUSH_FRAME_RATE", PLENTY)
                .set(PUSH_SERVICE, "HONGYAN_PUSH_SEND_RATE", PLENTY);
    }
}
