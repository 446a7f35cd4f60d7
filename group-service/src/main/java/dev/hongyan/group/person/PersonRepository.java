package dev.hongyan.group.person;

import dev.hongyan.contracts.user.BlockChanged;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/// SQL of people and blocks. Both are written in one order of keys, so that two who write the same do not wait for each
/// other in a circle.
@ApplicationScoped
class PersonRepository implements PanacheRepositoryBase<Person, UUID> {
    private static final String UPSERT_PERSON = """
            insert into person (id, username, display_name, avatar_url, version) values (?, ?, ?, ?, ?)
            on conflict (id) do update set username = excluded.username, display_name = excluded.display_name,
                avatar_url = excluded.avatar_url, version = excluded.version
            where person.version < excluded.version""";
    private static final String UPSERT_BLOCK = """
            insert into person_block (owner, blocked, active, version) values (?, ?, ?, ?)
            on conflict (owner, blocked) do update set active = excluded.active, version = excluded.version
            where person_block.version < excluded.version""";

    private final DataSource database;

    @Inject
    PersonRepository(DataSource database) {
        this.database = database;
    }

    List<Person> listByIds(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1", ids);
    }

    /// Those of the ids that nobody here has heard of.
    @SuppressWarnings("unchecked")
    Set<UUID> listUnknown(Collection<UUID> ids) {
        Set<UUID> unknown = new HashSet<>(ids);
        getEntityManager()
                .createNativeQuery("select id from person where id = any(:ids)")
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList()
                .forEach(unknown::remove);
        return unknown;
    }

    /// Those of the owners who refuse what that person does to them.
    @SuppressWarnings("unchecked")
    List<UUID> listBlocking(Collection<UUID> owners, UUID blocked) {
        return getEntityManager()
                .createNativeQuery(
                        "select owner from person_block where owner = any(:owners) and blocked = :blocked and active")
                .setParameter("owners", owners.toArray(UUID[]::new))
                .setParameter("blocked", blocked)
                .getResultList();
    }

    /// Writes people, each of them once and in the order of their ids.
    void upsert(Collection<Known> people) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(UPSERT_PERSON)) {
            for (Known person : people) {
                statement.setObject(1, person.id());
                statement.setString(2, person.username());
                statement.setString(3, person.displayName());
                statement.setString(4, person.avatarUrl());
                statement.setLong(5, person.version());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("people not written", e);
        }
    }

    /// Writes blocks, each of them once and in the order of owner and blocked.
    void upsertBlocks(Collection<BlockChanged> blocks) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(UPSERT_BLOCK)) {
            for (BlockChanged block : blocks) {
                statement.setObject(1, block.owner());
                statement.setObject(2, block.user());
                statement.setBoolean(3, block.blocked());
                statement.setLong(4, block.version());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("blocks not written", e);
        }
    }
}
