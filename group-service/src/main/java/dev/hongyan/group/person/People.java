package dev.hongyan.group.person;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who somebody is, and whom he refuses.
@ApplicationScoped
public class People {
    private static final int ASKED_AT_ONCE = 1_000;

    private final PersonRepository people;
    private final UserClient users;

    @Inject
    People(PersonRepository people, UserClient users) {
        this.people = people;
        this.users = users;
    }

    /// Sees to it that all of them are known here; those who do not exist are a violation of `field`. Asks user-service
    /// for those who are not known yet, so no transaction may be running: it would hold its locks meanwhile.
    @Transactional(Transactional.TxType.NEVER)
    public void require(Collection<UUID> ids, String field) {
        List<UUID> unknown = new ArrayList<>(QuarkusTransaction.requiringNew().call(() -> people.listUnknown(ids)));
        for (int from = 0; from < unknown.size(); from += ASKED_AT_ONCE) {
            List<UUID> asked = unknown.subList(from, Math.min(unknown.size(), from + ASKED_AT_ONCE));
            List<Known> found = users.find(asked, List.of());
            if (found.size() < asked.size()) {
                throw ProblemException.invalid(field, "user.unknown");
            }
            write(found);
        }
    }

    /// Looks people up at user-service by their usernames; those who do not exist are left out.
    @Transactional(Transactional.TxType.NEVER)
    public Map<String, UUID> findByUsernames(List<String> usernames) {
        List<Known> found = users.find(List.of(), usernames);
        write(found);
        return found.stream().collect(Collectors.toMap(Known::username, Known::id));
    }

    /// Refuses what the actor does to these people when one of them has blocked him.
    @Transactional(Transactional.TxType.MANDATORY)
    public void refuseBlocked(UUID actor, Set<UUID> users) {
        List<UUID> refusing = users.isEmpty() ? List.of() : people.listBlocking(users, actor);
        if (!refusing.isEmpty()) {
            throw new ProblemException(ProblemCode.BLOCKED).with("users", refusing);
        }
    }

    /// The profiles of people who are known here.
    @Transactional
    public Map<UUID, Profile> profiles(Collection<UUID> ids) {
        return people.listByIds(ids).stream()
                .map(Person::profile)
                .collect(Collectors.toMap(Profile::id, Function.identity()));
    }

    private void write(List<Known> found) {
        List<Known> ordered = found.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> people.upsert(ordered));
    }
}
