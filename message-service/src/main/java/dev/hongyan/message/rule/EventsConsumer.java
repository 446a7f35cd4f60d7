package dev.hongyan.message.rule;

import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.consume.EventConsumers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/// Applies what the synchronous call could not bring.
@ApplicationScoped
class EventsConsumer {
    private final EventConsumers consumers;
    private final RuleService rules;

    @Inject
    EventsConsumer(EventConsumers consumers, RuleService rules) {
        this.consumers = consumers;
        this.rules = rules;
    }

    /// Groups of consumers of their own: one that joins or leaves does not make the other stop.
    void start(@Observes StartupEvent event) {
        consumers.start(Topics.USER, "message-service", rules::apply);
        consumers.start(Topics.GROUP, "message-service-groups", rules::apply);
    }
}
