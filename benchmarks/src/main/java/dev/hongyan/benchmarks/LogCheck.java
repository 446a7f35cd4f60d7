package dev.hongyan.benchmarks;

import dev.hongyan.benchmarks.World.Conversation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Compares what the generator saw with the log itself: every message of the run, on every device.
final class LogCheck {
    private static final int FETCH = 10_000;

    /// @param stored messages of this run in the log
    record Result(int planned, int acknowledged, int stored) {
        @Override
        public String toString() {
            return "Messages: %d planned, %d acknowledged, %d in the log.".formatted(planned, acknowledged, stored);
        }
    }

    private final Database database;
    private final Ledger ledger;
    private final List<Conversation> conversations;
    private final Faults faults;

    LogCheck(Database database, Ledger ledger, List<Conversation> conversations, Faults faults) {
        this.database = database;
        this.ledger = ledger;
        this.conversations = conversations;
        this.faults = faults;
    }

    /// Call it when the load has ended and the last messages have had time to come.
    Result run() {
        BitSet stored = new BitSet();
        Map<UUID, Integer> places = World.index(conversations);
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(
                        "select conversation, seq, id from message where id between ? and ?")) {
            connection.setAutoCommit(false);
            query.setFetchSize(FETCH);
            query.setObject(1, ledger.id(0));
            query.setObject(2, ledger.id(ledger.size()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    int place = places.getOrDefault(rows.getObject(1, UUID.class), -1);
                    check(place, rows.getInt(2), Ledger.index(rows.getObject(3, UUID.class)), stored);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The log could not be read", e);
        }
        int acknowledged = 0;
        for (int index = 0; index < ledger.size(); index++) {
            if (ledger.seq(index) == 0) {
                faults.unanswered("message " + index);
            } else {
                acknowledged++;
                if (!stored.get(index)) {
                    faults.lost("message " + index + " was acknowledged and is not in the log");
                }
            }
        }
        return new Result(ledger.size(), acknowledged, stored.cardinality());
    }

    private void check(int place, int seq, int index, BitSet stored) {
        if (stored.get(index)) {
            faults.doubled("message " + index + " stands in the log twice");
        }
        stored.set(index);
        if (place != ledger.conversation(index)) {
            faults.stranger("message " + index + " stands in another conversation");
        }
        if (ledger.seq(index) != 0 && ledger.seq(index) != seq) {
            faults.renumbered("message " + index + " was " + ledger.seq(index) + " and is " + seq);
        }
        for (int side = 0; side < 2; side++) {
            if (!ledger.delivered(index, side)) {
                faults.lost("message " + index + " did not come to the device of side " + side);
            }
        }
    }
}
