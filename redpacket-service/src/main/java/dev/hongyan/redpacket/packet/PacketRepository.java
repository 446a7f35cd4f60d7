package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.redpacket.PacketKind;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.kit.outbox.EventSource;
import dev.hongyan.redpacket.sql.Batch;
import dev.hongyan.redpacket.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// SQL of packets and their claims. All times are the database's.
@ApplicationScoped
class PacketRepository implements EventSource {
    private static final String INSERT = """
            insert into packet (id, conversation, direct, sender, kind, total, count, currency, greeting, recipient, state,
              seed, commitment, message, version, funded_at, expires_at, updated_at)
            select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, t.now, t.now + ? * interval '1 millisecond', t.now
            from (select clock_timestamp() as now) t returning *""";
    private static final String LOCK = "select * from packet where id = any(?) order by id for no key update";
    private static final String UPDATE = """
            update packet p set state = n.state, claimed_count = n.claimed_count, claimed_total = n.claimed_total,
              refunded = n.refunded, version = n.version, updated_at = clock_timestamp()
            from unnest(?::uuid[], ?::text[], ?::int[], ?::int8[], ?::int8[], ?::int8[])
              as n(id, state, claimed_count, claimed_total, refunded, version)
            where p.id = n.id""";
    private static final String CLAIMS_OF = """
            select c.packet, c.user_id, c.amount, c.at
            from unnest(?::uuid[], ?::uuid[]) as k(packet, user_id) join claim c using (packet, user_id)""";
    private static final String INSERT_CLAIMS = """
            insert into claim (packet, user_id, position, amount, at)
            select k.packet, k.user_id, k.position, k.amount, ?
            from unnest(?::uuid[], ?::uuid[], ?::int[], ?::int8[]) as k(packet, user_id, position, amount)""";

    private final Sql sql;

    /// A claim that is to be written.
    ///
    /// @param position counts from 1
    record NewClaim(UUID packet, UUID user, int position, long amount) {}

    @Inject
    PacketRepository(Sql sql) {
        this.sql = sql;
    }

    Optional<Packet> find(UUID id) {
        return sql.find(PacketRepository::packet, "select * from packet where id = ?", id);
    }

    List<Packet> list(Collection<UUID> ids) {
        return sql.list(PacketRepository::packet, "select * from packet where id = any(?)", List.copyOf(ids));
    }

    /// Locks them in the order of their ids.
    List<Packet> lock(Collection<UUID> ids) {
        return sql.list(PacketRepository::packet, LOCK, List.copyOf(ids));
    }

    /// The same as part of a batch.
    ///
    /// @param waits for those that somebody else holds; otherwise they are left out
    Batch.Found<Packet> lock(Batch batch, Collection<UUID> ids, boolean waits) {
        return batch.list(PacketRepository::packet, waits ? LOCK : LOCK + " skip locked", List.copyOf(ids));
    }

    /// A new one, pending, that is funded now.
    Packet insert(Packet draft, Duration life) {
        return sql.one(
                PacketRepository::packet,
                INSERT,
                draft.id(),
                draft.conversation(),
                draft.direct(),
                draft.sender(),
                draft.kind().wireName(),
                draft.total(),
                draft.count(),
                draft.currency(),
                draft.greeting(),
                draft.recipient(),
                draft.seed(),
                draft.commitment(),
                draft.message(),
                draft.version(),
                life.toMillis());
    }

    /// Writes what can change.
    void update(Collection<Packet> packets) {
        Batch batch = sql.batch();
        update(batch, packets);
        batch.run();
    }

    /// The same as part of a batch.
    void update(Batch batch, Collection<Packet> packets) {
        List<UUID> ids = new ArrayList<>();
        List<String> states = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        List<Long> refunds = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        for (Packet packet : packets) {
            ids.add(packet.id());
            states.add(packet.state().wireName());
            counts.add(packet.claimedCount());
            totals.add(packet.claimedTotal());
            refunds.add(packet.refunded());
            versions.add(packet.version());
        }
        batch.update(UPDATE, ids, states, counts, totals, refunds, versions);
    }

    /// The claims of these users on these packets, pair by pair.
    Batch.Found<Claim> claimsOf(Batch batch, List<UUID> packets, List<UUID> users) {
        return batch.list(PacketRepository::claim, CLAIMS_OF, packets, users);
    }

    /// All claims of a packet, in their order.
    List<Claim> claims(UUID packet) {
        return sql.list(
                PacketRepository::claim,
                "select packet, user_id, amount, at from claim where packet = ? order by position",
                packet);
    }

    void insertClaims(Batch batch, List<NewClaim> claims, Instant at) {
        batch.update(
                INSERT_CLAIMS,
                at,
                claims.stream().map(NewClaim::packet).toList(),
                claims.stream().map(NewClaim::user).toList(),
                claims.stream().map(NewClaim::position).toList(),
                claims.stream().map(NewClaim::amount).toList());
    }

    /// Those whose message is missing for so long at least, oldest first.
    List<UUID> listPending(Duration atLeast, int limit, List<UUID> leftAlone) {
        return sql.list(row -> Sql.id(row, "id"), """
                        select id from packet where state = 'pending'
                          and funded_at < (select clock_timestamp()) - ? * interval '1 millisecond'
                          and id <> all(?::uuid[])
                        order by funded_at limit ?""", atLeast.toMillis(), leftAlone, limit);
    }

    /// Whether it was funded longer ago than that.
    boolean isOlder(UUID id, Duration age) {
        return sql.find(
                        row -> row.getBoolean(1),
                        "select funded_at < clock_timestamp() - ? * interval '1 millisecond' from packet where id = ?",
                        age.toMillis(),
                        id)
                .orElse(false);
    }

    /// Locks those whose time is over, those that no other sweeper holds. The time is asked for in a query of
    /// its own, here and below: only then an index finds what is due.
    List<Packet> lockDue(PacketState state, int limit, List<UUID> leftAlone) {
        return sql.list(PacketRepository::packet, """
                select * from packet
                where state in ('active', 'expired') and state = ? and expires_at <= (select clock_timestamp())
                  and id <> all(?::uuid[])
                order by expires_at limit ? for no key update skip locked""", state.wireName(), leftAlone, limit);
    }

    /// For how long the one that is due longest has been.
    Duration refundLag() {
        return Duration.ofMillis(sql.one(row -> row.getLong(1), """
                select coalesce(extract(epoch from clock_timestamp() - min(expires_at)) * 1000, 0)::bigint
                from packet where state in ('active', 'expired') and expires_at <= (select clock_timestamp())"""));
    }

    Instant now() {
        return sql.one(row -> row.getTimestamp(1).toInstant(), "select clock_timestamp()");
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Packet> rows = sql.list(
                PacketRepository::packet,
                "select * from packet where updated_at >= ? and updated_at < ? order by updated_at" + FIRST_ROWS,
                at,
                span.to());
        return Page.of(rows, packet -> Stream.of(packet.changed()), Packet::updatedAt);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(Sql.id(row, "packet"), Sql.id(row, "user_id"), row.getLong("amount"), Sql.instant(row, "at"));
    }

    private static Packet packet(ResultSet row) throws SQLException {
        return new Packet(
                Sql.id(row, "id"),
                Sql.id(row, "conversation"),
                row.getBoolean("direct"),
                Sql.id(row, "sender"),
                PacketKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getLong("total"),
                row.getInt("count"),
                row.getString("currency"),
                row.getString("greeting"),
                row.getObject("recipient", UUID.class),
                PacketState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("claimed_count"),
                row.getLong("claimed_total"),
                row.getLong("refunded"),
                row.getBytes("seed"),
                row.getString("commitment"),
                Sql.id(row, "message"),
                row.getLong("version"),
                Sql.instant(row, "funded_at"),
                Sql.instant(row, "expires_at"),
                Sql.instant(row, "updated_at"));
    }
}
