package dev.hongyan.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Compares what came to the members with the log itself: every number of the group's log, every message of the run,
/// on every member.
final class GroupLogCheck {
    private static final int FETCH = 10_000;

    private final Database database;
    private final Members members;
    private final Faults faults;
    private int stored;

    GroupLogCheck(Database database, Members members, Faults faults) {
        this.database = database;
        this.members = members;
        this.faults = faults;
    }

    /// @param deliveries of the run's messages, all members together
    record Result(int planned, int answered, int stored, long deliveries) {
        @Override
        public String toString() {
            return "Messages into the group: %d planned, %d answered, %d in its log, %d deliveries."
                    .formatted(planned, answered, stored, deliveries);
        }
    }

    /// Whether every member holds all that he may read of that group's log, from his first number to its head.
    void compare(GroupLog log) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            long head = read(connection, log);
            Map<UUID, Long> firsts = firsts(connection, log.id());
            for (int member = 0; member < members.count(); member++) {
                long first = firsts.getOrDefault(members.account(member).id(), 0L);
                if (log.first(member) != first || log.last(member) != head) {
                    faults.lost("member " + member + " holds " + log.first(member) + " to " + log.last(member) + " of "
                            + first + " to " + head);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The log could not be read", e);
        }
    }

    /// What became of the messages of the run; after all logs have been compared.
    Result messages() {
        GroupLedger ledger = members.ledger();
        int answered = 0;
        long deliveries = 0;
        for (int index = 0; index < ledger.size(); index++) {
            deliveries += ledger.delivered(index);
            if (ledger.delivered(index) < members.count()) {
                faults.lost("message " + index + " came to " + ledger.delivered(index) + " members");
            }
            if (ledger.answered(index)) {
                answered++;
            } else {
                faults.unanswered("message " + index);
            }
        }
        if (stored != ledger.size()) {
            faults.lost(ledger.size() + " messages were sent and " + stored + " are in the log");
        }
        return new Result(ledger.size(), answered, stored, deliveries);
    }

    private long read(Connection connection, GroupLog log) throws SQLException {
        long head = 0;
        try (PreparedStatement query =
                connection.prepareStatement("select seq, id from message where conversation = ? order by seq")) {
            query.setFetchSize(FETCH);
            query.setObject(1, log.id());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long seq = rows.getLong(1);
                    if (seq != head + 1) {
                        faults.order(seq <= head, "the log itself: " + seq + " after " + head);
                    }
                    head = seq;
                    int index = members.ledger().index(rows.getObject(2, UUID.class));
                    if (index >= 0) {
                        stored++;
                        if (members.ledger().seq(index) != seq) {
                            faults.renumbered("message " + index + " came as "
                                    + members.ledger().seq(index) + " and is " + seq);
                        }
                    }
                }
            }
        }
        return head;
    }

    private static Map<UUID, Long> firsts(Connection connection, UUID group) throws SQLException {
        Map<UUID, Long> firsts = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement("select user_id, lower(readable) from member where conversation = ?")) {
            query.setObject(1, group);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    firsts.put(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
        }
        return firsts;
    }
}
