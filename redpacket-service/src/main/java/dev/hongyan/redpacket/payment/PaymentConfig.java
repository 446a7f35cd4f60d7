package dev.hongyan.redpacket.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Settings of payments. Amounts are in fen.
@ConfigMapping(prefix = "hongyan.payment")
interface PaymentConfig {
    /// The most in one top-up or withdrawal.
    @WithDefault("5000000")
    long most();

    /// After that time a top-up that nobody has paid is given up.
    @WithDefault("PT30M")
    Duration patience();

    /// Who pays in and out; nobody unless set. `sandbox` is the only one there is: anybody makes any money by
    /// it, so it is for the local run, for trials and tests.
    Optional<String> provider();

    /// Settings of the sandbox.
    Sandbox sandbox();

    /// How the sandbox is set.
    interface Sandbox {
        /// Whether it books before it answers, or waits for its call-back.
        @WithDefault("INSTANT")
        Mode mode();

        /// What its call-backs are signed with; at least 32 characters. Without one there are none.
        Optional<String> secret();
    }

    /// How the sandbox settles.
    enum Mode {
        INSTANT,
        CALLBACK
    }
}
