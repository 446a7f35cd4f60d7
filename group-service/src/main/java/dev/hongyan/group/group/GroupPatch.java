package dev.hongyan.group.group;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Change a group in part: members that are absent stay, null takes the avatar away.
///
/// @param avatarGiven whether the avatar changes at all (it may become null)
record GroupPatch(
        @Nullable String name,
        boolean avatarGiven,
        @Nullable String avatarUrl,
        @Nullable JoinPolicy joinPolicy,
        @Nullable Boolean membersMayInvite) {

    static GroupPatch read(@Nullable JsonNode body) {
        Check check = new Check();
        check.that(body != null && body.isObject(), "body", "object.required");
        check.end();
        JsonNode given = Objects.requireNonNull(body);
        String name = set(check, given, "name");
        if (name != null) {
            name = name.strip();
            check.name("name", name);
        }
        String avatar = given.has("avatarUrl") ? "avatarUrl" : "avatar"; // as answers call it, or as a POST does
        String avatarUrl = check.text(avatar, given.get(avatar));
        if (avatarUrl != null) {
            check.avatarUrl(avatar, avatarUrl);
        }
        JoinPolicy joinPolicy = check.joinPolicy("joinPolicy", set(check, given, "joinPolicy"));
        Boolean membersMayInvite = membersMayInvite(check, given.get("settings"));
        check.end();
        return new GroupPatch(name, given.has(avatar), avatarUrl, joinPolicy, membersMayInvite);
    }

    private static @Nullable String set(Check check, JsonNode body, String field) {
        String text = check.text(field, body.get(field));
        check.that(text != null || !body.has(field), field, "value.required");
        return text;
    }

    private static @Nullable Boolean membersMayInvite(Check check, @Nullable JsonNode settings) {
        if (settings == null) {
            return null;
        }
        check.that(settings.isObject(), "settings", "object.required");
        JsonNode flag = settings.get("membersMayInvite");
        if (flag == null) {
            return null;
        }
        check.that(flag.isBoolean(), "settings.membersMayInvite", "value.type");
        return flag.asBoolean();
    }
}
