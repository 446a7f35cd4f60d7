package dev.hongyan.message.rule;

import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.UserUpdated;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/// The projections. Each statement leaves a row alone that is as new or newer.
final class RuleRepository {
    private RuleRepository() {}

    static void writeProfiles(Connection connection, Collection<UserUpdated> profiles) throws SQLException {
        String sql = """
                insert into user_profile (user_id, version, username, display_name, avatar_url) values (?, ?, ?, ?, ?)
                on conflict (user_id) do update set version = excluded.version, username = excluded.username,
                  display_name = excluded.display_name, avatar_url = excluded.avatar_url
                where user_profile.version < excluded.version
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (UserUpdated profile : profiles) {
                statement.setObject(1, profile.user());
                statement.setLong(2, profile.version());
                statement.setString(3, profile.username());
                statement.setString(4, profile.displayName());
                statement.setString(5, profile.avatarUrl());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void writeFriendships(Connection connection, Collection<FriendshipChanged> friendships) throws SQLException {
        String sql = """
                insert into friendship (owner, friend, version, friends) values (?, ?, ?, ?)
                on conflict (owner, friend) do update set version = excluded.version, friends = excluded.friends
                where friendship.version < excluded.version
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (FriendshipChanged friendship : friendships) {
                statement.setObject(1, friendship.owner());
                statement.setObject(2, friendship.friend());
                statement.setLong(3, friendship.version());
                statement.setBoolean(4, friendship.friends());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void writeBlocks(Connection connection, Collection<BlockChanged> blocks) throws SQLException {
        String sql = """
                insert into block (owner, user_id, version, blocked) values (?, ?, ?, ?)
                on conflict (owner, user_id) do update set version = excluded.version, blocked = excluded.blocked
                where block.version < excluded.version
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (BlockChanged block : blocks) {
                statement.setObject(1, block.owner());
                statement.setObject(2, block.user());
                statement.setLong(3, block.version());
                statement.setBoolean(4, block.blocked());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
