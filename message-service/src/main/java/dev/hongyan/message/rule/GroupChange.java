package dev.hongyan.message.rule;

import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a list of events comes to for one group: its newest state, and that of each member that they name.
final class GroupChange {
    private final UUID group;
    private final boolean ahead;
    private final Map<UUID, MemberChanged> members = new TreeMap<>();
    private @Nullable GroupChanged state;
    private boolean founded;

    /// @param ahead whether the topic may yet bring something older
    GroupChange(UUID group, boolean ahead) {
        this.group = group;
        this.ahead = ahead;
    }

    void add(GroupChanged event) {
        GroupChanged known = state;
        if (known == null || known.version() < event.version()) {
            state = event;
        }
        founded |= event.founders() != null;
        for (UUID founder : Objects.requireNonNullElse(event.founders(), List.<UUID>of())) {
            add(ofFounder(event, founder));
        }
    }

    /// The very event that is on its way for each of them.
    private static MemberChanged ofFounder(GroupChanged event, UUID founder) {
        MemberRole role = founder.equals(event.actor()) ? MemberRole.OWNER : MemberRole.MEMBER;
        return new MemberChanged(event.group(), founder, event.version(), event.actor(), true, role, null);
    }

    void add(MemberChanged event) {
        Objects.requireNonNull(event.role(), "role");
        members.merge(event.user(), event, (one, other) -> other.version() > one.version() ? other : one);
    }

    UUID group() {
        return group;
    }

    /// Whether a group that has not begun cannot begin with this.
    boolean waitsForFounders() {
        return ahead && !founded;
    }

    /// Null when they say nothing of it.
    @Nullable
    GroupChanged state() {
        return state;
    }

    /// In the order of the users.
    Collection<MemberChanged> members() {
        return members.values();
    }
}
