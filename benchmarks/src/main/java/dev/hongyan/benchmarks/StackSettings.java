package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Options;

/// What the benchmark's stack is told besides: no limits on one person or address, since all come from this machine,
/// and
/// cheap password hashes, since people are made by the thousand and none of what is measured signs in.
final class StackSettings {
    private static final String PLENTY = "100000000";

    private StackSettings() {}

    static Options unlimited(Options options) {
        return options.demo(false)
                .set("user-service", "HONGYAN_PASSWORD_MEMORY_KIB", "1024")
                .set("user-service", "HONGYAN_PASSWORD_ITERATIONS", "1")
                .set("user-service", "HONGYAN_LIMITS_REGISTRATIONS_PER_MINUTE", PLENTY)
                .set("user-service", "HONGYAN_LIMITS_FRIEND_REQUESTS_PER_MINUTE", PLENTY)
                .set("user-service", "HONGYAN_LIMITS_LOGIN_FAILURES_PER_MINUTE", PLENTY)
                .set("push-service", "HONGYAN_PUSH_MAX_SOCKETS_PER_ADDRESS", PLENTY)
                .set("push-service", "HONGYAN_PUSH_SEND_BURST", PLENTY)
                .set("push-service", "HONGYAN_PUSH_SEND_RATE", PLENTY);
    }
}
