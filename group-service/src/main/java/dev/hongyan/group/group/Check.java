package dev.hongyan.group.group;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gathers what is wrong with the members of a request, so that one answer tells all of it.
public final class Check {
    private static final int MAX_NAME = 60;
    private static final int MAX_AVATAR_URL = 512;
    private static final String MEDIA_PATH = "/api/media/";
    private static final int MAX_USERS = 1_000;

    private final Map<String, String> violations = new TreeMap<>();

    /// Notes a violation of `rule` by `field` unless `holds`.
    public void that(boolean holds, String field, String rule) {
        if (!holds) {
            violations.putIfAbsent(field, rule);
        }
    }

    /// A text of that many code points.
    public void length(String field, String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        that(length >= min && length <= max, field, "value.length");
    }

    /// A number within bounds.
    public void range(String field, int number, int min, int max) {
        that(number >= min && number <= max, field, "value.range");
    }

    /// Ids of users, at most a thousand of them.
    public void users(String field, List<UUID> users) {
        that(users.stream().noneMatch(Objects::isNull), field, "id.uuid");
        that(users.size() <= MAX_USERS, field, "value.length");
    }

    /// The name of a group, without spaces around.
    void name(String field, String name) {
        length(field, name, 1, MAX_NAME);
    }

    void avatarUrl(String field, String url) {
        that(url.startsWith("https://") || url.startsWith(MEDIA_PATH), field, "value.choice");
        length(field, url, 1, MAX_AVATAR_URL);
    }

    @Nullable
    JoinPolicy joinPolicy(String field, @Nullable String text) {
        JoinPolicy policy = text == null ? null : JoinPolicy.of(text).orElse(null);
        that(text == null || policy != null, field, "value.choice");
        return policy;
    }

    /// The text of a member, or null when it is absent or null.
    @Nullable
    String text(String field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        that(value.isTextual(), field, "value.type");
        that(MessageContentReader.isStorable(value.asText()), field, "value.unicode");
        return value.asText();
    }

    /// Ends the request with all violations noted so far, if there are any.
    public void end() {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
