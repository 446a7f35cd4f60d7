package dev.hongyan.group.person;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.contracts.user.UserEvent;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.kit.consume.EventConsumers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Keeps the projection of people and blocks up to date.
@ApplicationScoped
class UserEventsConsumer {
    private final EventConsumers consumers;
    private final PersonRepository people;

    @Inject
    UserEventsConsumer(EventConsumers consumers, PersonRepository people) {
        this.consumers = consumers;
        this.people = people;
    }

    void start(@Observes StartupEvent event) {
        consumers.start(Topics.USER, "group-service", this::apply);
    }

    private void apply(List<EventEnvelope> events) {
        Map<UUID, Known> known = new TreeMap<>();
        Map<String, BlockChanged> blocks = new TreeMap<>();
        for (EventEnvelope envelope : events) {
            if (envelope.data() instanceof UserEvent event) {
                gather(event, known, blocks);
            }
        }
        QuarkusTransaction.requiringNew().run(() -> {
            people.upsert(known.values());
            people.upsertBlocks(blocks.values());
        });
    }

    /// Of several that speak of one row only the newest counts: a statement must not write a row twice.
    private static void gather(UserEvent event, Map<UUID, Known> known, Map<String, BlockChanged> blocks) {
        switch (event) {
            case UserRegistered registered -> known.merge(registered.user(), Known.of(registered), Known::newer);
            case UserUpdated updated -> known.merge(updated.user(), Known.of(updated), Known::newer);
            case BlockChanged block ->
                blocks.merge(
                        block.owner() + " " + block.user(),
                        block,
                        (one, other) -> other.version() > one.version() ? other : one);
            case SessionEnded _, FriendRequested _, FriendRequestAnswered _, FriendshipChanged _ -> {
                // Nothing that groups depend on.
            }
        }
    }
}
