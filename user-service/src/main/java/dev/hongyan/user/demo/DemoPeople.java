package dev.hongyan.user.demo;

import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.account.NewAccount;
import dev.hongyan.user.contact.FriendRequestService;
import dev.hongyan.user.credential.RegistrationService;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Alice, Bob and Carol, friends of one another. Opened through the services that open anybody's account, so their
/// events are told like anybody's; at a later start nothing is left to do.
@ApplicationScoped
class DemoPeople {
    private static final Logger LOG = Logger.getLogger(DemoPeople.class);
    private static final String PASSWORD = "hongyan-demo-2026";
    private static final List<String> NAMES = List.of("Alice", "Bob", "Carol");

    private final AccountService accounts;
    private final RegistrationService registrations;
    private final FriendRequestService contacts;
    private final boolean wanted;
    private volatile boolean tried;

    @Inject
    DemoPeople(
            AccountService accounts,
            RegistrationService registrations,
            FriendRequestService contacts,
            @ConfigProperty(name = "hongyan.demo", defaultValue = "false") boolean wanted) {
        this.accounts = accounts;
        this.registrations = registrations;
        this.contacts = contacts;
        this.wanted = wanted;
    }

    /// On a thread of its own: readiness waits for them, the start does not.
    void onStart(@Observes StartupEvent event) {
        if (wanted) {
            Thread.ofVirtual().name("demo-people").start(this::open);
        }
    }

    /// Whether nobody has to wait for them any more. True also when they could not be opened: all others can be served.
    boolean settled() {
        return !wanted || tried;
    }

    void open() {
        try {
            List<UUID> people = new ArrayList<>();
            for (String name : NAMES) {
                people.add(find(name));
            }
            for (UUID one : people) {
                for (UUID other : people.subList(people.indexOf(one) + 1, people.size())) {
                    contacts.introduce(one, other);
                }
            }
            LOG.infof("demo people are there, count=%d", people.size());
        } catch (RuntimeException e) {
            LOG.error("demo people not opened", e);
        } finally {
            tried = true;
        }
    }

    private UUID find(String name) {
        String username = name.toLowerCase(Locale.ROOT);
        return accounts.find(username).orElseGet(() -> {
            try {
                NewAccount account = new NewAccount(username, name, null, "en");
                return registrations.open(account, PASSWORD).result().id();
            } catch (ProblemException e) {
                // Another instance was faster.
                return accounts.find(username).orElseThrow(() -> e);
            }
        });
    }
}
