package dev.hongyan.user.account;

import dev.hongyan.kit.outbox.EventSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// SQL of accounts.
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, UUID>, EventSource {
    /// Every branch of the `or` has an index of its own; privacy decides which branches speak for a person. Who has the
    /// very username comes first, and on the first page alone.
    private static final String SEARCH = """
            select * from account
            where ((find_by_username and username like :prefix)
                or (find_by_name and (search_name like :prefix or pinyin_search like :reading
                    or pinyin_initials like :reading)))
              and id <> :caller and (username = :query and :first or username <> :query and username > :after)
            order by username <> :query, username limit :limit""";

    Optional<Account> findByUsername(String username) {
        return find("username", username).firstResultOptional();
    }

    Optional<Account> findByEmail(String email) {
        return find("email", email).firstResultOptional();
    }

    List<Account> listByIds(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1", ids);
    }

    List<Account> listByUsernames(Collection<String> usernames) {
        return usernames.isEmpty() ? List.of() : list("username in ?1", usernames);
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Account> rows = list("updatedAt >= ?1 and updatedAt < ?2 order by updatedAt" + FIRST_ROWS, at, span.to());
        return Page.of(
                rows,
                account -> Stream.of(account.createdSince(span.from()) ? account.registered() : account.updated()),
                Account::updatedAt);
    }

    /// Locks the rows in the order of their ids and answers those that exist.
    @SuppressWarnings("unchecked")
    List<UUID> lock(UUID one, UUID other) {
        return getEntityManager()
                .createNativeQuery("select id from account where id in (:one, :other) order by id for no key update")
                .setParameter("one", one)
                .setParameter("other", other)
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    List<Account> search(Search search, int limit) {
        return getEntityManager()
                .createNativeQuery(SEARCH, Account.class)
                .setParameter("prefix", prefix(search.query()))
                .setParameter("reading", prefix(search.query().replace(" ", "")))
                .setParameter("caller", search.caller())
                .setParameter("query", search.query())
                .setParameter("first", search.after() == null)
                .setParameter("after", search.after() == null ? "" : search.after())
                .setParameter("limit", limit)
                .getResultList();
    }

    /// @param query in the form of {@link Reading#searchForm}
    /// @param after the username of the last one on the page before, empty when that was who is called just so, or
    ///              null for the first page
    record Search(UUID caller, String query, @Nullable String after) {}

    private static String prefix(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
