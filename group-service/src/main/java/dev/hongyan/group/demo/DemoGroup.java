package dev.hongyan.group.demo;

import dev.hongyan.contracts.Ids;
import dev.hongyan.group.group.GroupService;
import dev.hongyan.group.group.JoinPolicy;
import dev.hongyan.group.group.NewGroup;
import dev.hongyan.group.person.People;
import dev.hongyan.kit.outbox.MessageClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A group of Alice, Bob and Carol, made by Alice as she herself would. Its id is derived from hers, so at a later
/// start
/// nothing is left to do, also when it was dissolved meanwhile.
@ApplicationScoped
class DemoGroup {
    private static final Logger LOG = Logger.getLogger(DemoGroup.class);
    private static final String MAKER = "alice";
    private static final List<String> NAMES = List.of(MAKER, "bob", "carol");
    private static final String GROUP_NAME = "鸿雁 Hongyan";
    private static final int TRIES = 120;
    private static final long PAUSE_MILLIS = 500;

    private final People people;
    private final GroupService groups;
    private final MessageClient messages;
    private final boolean wanted;
    private volatile boolean tried;
    private volatile @Nullable Thread thread;

    @Inject
    DemoGroup(
            People people,
            GroupService groups,
            MessageClient messages,
            @ConfigProperty(name = "hongyan.demo", defaultValue = "false") boolean wanted) {
        this.people = people;
        this.groups = groups;
        this.messages = messages;
        this.wanted = wanted;
    }

    /// On a thread of its own: readiness waits for the group, the start does not.
    void onStart(@Observes StartupEvent event) {
        if (wanted) {
            thread = Thread.ofVirtual().name("demo-group").start(this::make);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Whether nobody has to wait for it any more. True also when it could not be made: all others can be served.
    boolean settled() {
        return !wanted || tried;
    }

    void make() {
        try {
            Map<String, UUID> ids = awaitPeople();
            UUID maker = ids.get(MAKER);
            if (maker == null) {
                LOG.warn("demo group not made, the demo people are not there");
                return;
            }
            UUID group = Ids.derived(maker, "demo-group");
            if (!groups.exists(group)) {
                Set<UUID> others = new LinkedHashSet<>(ids.values());
                others.remove(maker);
                create(group, maker, new NewGroup(GROUP_NAME, null, JoinPolicy.APPROVAL, others));
            }
            LOG.infof("demo group is there, members=%d", ids.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("demo group not made", e);
        } finally {
            tried = true;
        }
    }

    private void create(UUID group, UUID maker, NewGroup command) {
        try {
            messages.apply(groups.create(group, maker, command).events());
        } catch (RuntimeException e) {
            if (!groups.exists(group)) {
                throw e;
            }
            // Another instance was faster.
        }
    }

    /// user-service may be starting still, and opens the accounts one after the other.
    private Map<String, UUID> awaitPeople() throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                Map<String, UUID> found = people.findByUsernames(NAMES);
                if (found.size() == NAMES.size()) {
                    return found;
                }
            } catch (RuntimeException e) {
                LOG.debugf("demo people not found, cause=%s", e.toString());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return Map.of();
    }
}
