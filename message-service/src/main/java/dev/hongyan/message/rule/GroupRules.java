package dev.hongyan.message.rule;

import dev.hongyan.message.log.HeldConversations;
import dev.hongyan.message.rule.GroupTransition.MemberRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Brings groups to the state that events tell of, under the locks of their conversations: rows and notices together.
final class GroupRules {
    private GroupRules() {}

    /// @throws GroupNotBegunException naming all groups that cannot begin with this
    static void write(Connection connection, HeldConversations log, Collection<GroupChange> changes)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Map<UUID, GroupState> groups = GroupRepository.findGroups(
                connection, changes.stream().map(GroupChange::group).toList());
        Map<UUID, Map<UUID, MemberState>> members = GroupRepository.findMembers(connection, changes);
        List<GroupTransition> transitions = new ArrayList<>();
        List<MemberRow> rows = new ArrayList<>();
        Set<UUID> notBegun = new HashSet<>();
        for (GroupChange change : changes) {
            GroupState before = groups.get(change.group());
            if (before == null) {
                throw new SQLException("no group " + change.group(), "22023");
            }
            if (!before.dissolved()) {
                GroupTransition transition =
                        new GroupTransition(change, before, members.getOrDefault(change.group(), Map.of()), log);
                if (!transition.write()) {
                    notBegun.add(change.group());
                }
                transitions.add(transition);
                rows.addAll(transition.rows());
            }
        }
        if (!notBegun.isEmpty()) {
            throw new GroupNotBegunException(notBegun);
        }
        GroupRepository.writeMembers(connection, rows);
        writeGroups(connection, log, transitions);
    }

    private static void writeGroups(Connection connection, HeldConversations log, List<GroupTransition> transitions)
            throws SQLException {
        Map<UUID, GroupState> states = new TreeMap<>();
        List<UUID> newer = new ArrayList<>();
        for (GroupTransition transition : transitions) {
            UUID group = transition.group();
            GroupState after = transition.after();
            if (transition.dissolves()) {
                dissolve(connection, log, transition);
                after = after.counting(0);
            }
            states.put(group, after);
            if (transition.changesGroup()) {
                newer.add(group);
            }
        }
        GroupRepository.writeGroups(connection, states);
        GroupRepository.writeProfiles(connection, newer, states);
    }

    /// The last notice of all, which everybody sees who was in.
    private static void dissolve(Connection connection, HeldConversations log, GroupTransition transition)
            throws SQLException {
        UUID group = transition.group();
        List<UUID> out = GroupRepository.takeAllOut(connection, group, log.next(group));
        if (!out.isEmpty()) {
            log.write(group, transition.actor(), GroupNotices.members("group-dissolved", out), true);
        }
    }
}
