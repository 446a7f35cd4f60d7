package dev.hongyan.message.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.message.log.Notices;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the notices of a group say. Who comes or goes is named, unless so many do that a record could not hold
/// them: then they are counted.
final class GroupNotices {
    private GroupNotices() {}

    static MessageContent created(@Nullable String name, Collection<UUID> members) {
        return naming(Notices.body("group-created").put("name", name), members);
    }

    /// Members who came or went.
    static MessageContent members(String event, Collection<UUID> members) {
        return naming(Notices.body(event), members);
    }

    static MessageContent renamed(@Nullable String name) {
        return Notices.of(Notices.body("group-renamed").put("name", name));
    }

    static MessageContent avatar(@Nullable String url) {
        return Notices.of(Notices.body("avatar-changed").put("avatarUrl", url));
    }

    static MessageContent announcement(@Nullable String text) {
        return Notices.of(Notices.body("announcement-changed").put("announcement", text));
    }

    static MessageContent mutedAll(boolean muted) {
        return Notices.of(Notices.body(muted ? "everyone-muted" : "everyone-unmuted"));
    }

    static MessageContent owner(UUID user) {
        return Notices.of(Notices.body("owner-changed").put("user", user.toString()));
    }

    static MessageContent role(UUID user, MemberRole role) {
        return Notices.of(Notices.body("role-changed")
                .put("user", user.toString())
                .put("role", role.name().toLowerCase(Locale.ROOT)));
    }

    static MessageContent muted(UUID user, @Nullable Instant until) {
        ObjectNode body =
                Notices.body(until == null ? "member-unmuted" : "member-muted").put("user", user.toString());
        return Notices.of(until == null ? body : body.put("until", StrictJson.TIME.format(until)));
    }

    private static MessageContent naming(ObjectNode body, Collection<UUID> members) {
        if (members.size() > Notices.MOST_NAMED) {
            return Notices.of(body.put("count", members.size()));
        }
        var array = body.putArray("members");
        members.forEach(user -> array.add(user.toString()));
        return Notices.of(body);
    }
}
