package dev.hongyan.user.account;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// Opens, finds and changes accounts.
@ApplicationScoped
public class AccountService {
    private final AccountRepository accounts;
    private final Outbox outbox;
    private final Versions versions;

    @Inject
    AccountService(AccountRepository accounts, Outbox outbox, Versions versions) {
        this.accounts = accounts;
        this.outbox = outbox;
        this.versions = versions;
    }

    /// Opens an account in the caller's transaction; refuses a name or an address that is taken.
    @Transactional(Transactional.TxType.MANDATORY)
    public Change<Account> open(NewAccount command) {
        Account account = new Account(Ids.v7(), command, versions.first());
        accounts.persist(account);
        flush();
        return new Change<>(account, outbox.append(account.registered()));
    }

    /// Whether that username belongs to somebody.
    @Transactional
    public Optional<UUID> find(String username) {
        return accounts.findByUsername(username).map(Account::id);
    }

    /// Refuses early, before a password is hashed, what {@link #open} would refuse.
    @Transactional
    public void refuseTaken(NewAccount command) {
        if (accounts.findByUsername(command.username()).isPresent()) {
            throw new ProblemException(ProblemCode.USERNAME_TAKEN);
        }
        if (command.email() != null && accounts.findByEmail(command.email()).isPresent()) {
            throw new ProblemException(ProblemCode.EMAIL_TAKEN);
        }
    }

    /// Locks two accounts until the transaction ends, always in the same order; 404 when one does not exist.
    @Transactional(Transactional.TxType.MANDATORY)
    public void lockBoth(UUID one, UUID other) {
        if (accounts.lock(one, other).size() != 2) {
            throw new ProblemException(ProblemCode.NOT_FOUND);
        }
    }

    /// The account of somebody who is signed in.
    @Transactional
    public Account get(UUID id) {
        return accounts.findByIdOptional(id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    }

    /// The public profiles of those of the ids that exist.
    @Transactional
    public Map<UUID, Profile> profiles(Collection<UUID> ids) {
        return accounts.listByIds(ids).stream()
                .map(Account::profile)
                .collect(Collectors.toMap(Profile::id, Function.identity()));
    }

    /// A person as the other services keep him.
    ///
    /// @param version of the row, as in the events
    record Known(
            UUID id,
            long version,
            String username,
            String displayName,
            @Nullable String avatarUrl) {}

    /// Those who exist of the people with these ids or usernames.
    @Transactional
    List<Known> known(Collection<UUID> ids, Collection<String> usernames) {
        return Stream.concat(accounts.listByIds(ids).stream(), accounts.listByUsernames(usernames).stream())
                .distinct()
                .map(Account::known)
                .toList();
    }

    @Transactional
    List<Profile> search(UUID caller, String query, @Nullable String after, int limit) {
        String form = Reading.searchForm(query);
        return accounts.search(new AccountRepository.Search(caller, form, after), limit).stream()
                .map(Account::profile)
                .toList();
    }

    @Transactional
    OwnProfile change(UUID id, ProfileChange change) {
        Account account = accounts.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        account.change(change, versions.next(account.version()));
        flush();
        List<EventEnvelope> published = outbox.append(account.updated());
        assert published.size() == 1;
        return account.ownProfile();
    }

    /// The unique constraints are the last wall behind {@link #refuseTaken}: of two at the same moment one gets here.
    private void flush() {
        try {
            accounts.flush();
        } catch (ConstraintViolationException e) {
            String constraint = String.valueOf(e.getConstraintName());
            if (constraint.contains("username")) {
                throw new ProblemException(ProblemCode.USERNAME_TAKEN);
            }
            if (constraint.contains("email")) {
                throw new ProblemException(ProblemCode.EMAIL_TAKEN);
            }
            if (constraint.contains("phone")) {
                throw new ProblemException(ProblemCode.PHONE_TAKEN);
            }
            throw e;
        }
    }
}
