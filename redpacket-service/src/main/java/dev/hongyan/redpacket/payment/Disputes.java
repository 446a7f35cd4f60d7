package dev.hongyan.redpacket.payment;

import dev.hongyan.redpacket.ledger.Audit;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/// What a provider told of a payment and cannot be right. Nothing is booked; the audit and a metric say that
/// somebody has to ask the provider, as the payment may wait for ever.
@Singleton // there before its first use, and with it the metric
class Disputes {
    private static final Logger LOG = Logger.getLogger(Disputes.class);

    private final Audit audit;
    private final MeterRegistry metrics;

    enum Reason {
        /// Another amount or currency than was asked for.
        AMOUNT_DIFFERS("amount-differs"),
        /// Another outcome than it has told before.
        CONTRADICTED("contradicted");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }
    }

    @Inject
    Disputes(Audit audit, MeterRegistry metrics) {
        this.audit = audit;
        this.metrics = metrics;
        for (Reason reason : Reason.values()) {
            count(reason, 0); // who looks for a rise has to have seen the 0
        }
    }

    /// Notes one, in the running transaction.
    void note(Reason reason, UUID payment, String told) {
        LOG.warnf("payment disputed, id=%s, reason=%s, told=%s", payment, reason.wireName, told);
        audit.note(null, "payment-" + reason.wireName, payment, "", told);
    }

    /// Counts one that is noted for good. What is told again is counted again.
    void count(Reason reason) {
        count(reason, 1);
    }

    private void count(Reason reason, int more) {
        metrics.counter("im_payment_disputed", "reason", reason.wireName).increment(more);
    }
}
