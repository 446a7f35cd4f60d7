package dev.hongyan.message.rule;

import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.consume.EventConsumers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/// Applies what the synchronous call could not bring.
@ApplicationScoped
class UserEventsConsumer {
    private final EventConsumers consumers;
    private final RuleService rules;

    @Inject
    UserEventsConsumer(EventConsumers consumers, RuleService rules) {
        this.consumers = consumers;
        this.rules = rules;
    }

    void start(@Observes StartupEvent event) {
        consumers.start(Topics.USER, "message-service", rules::apply);
    }
}
