package dev.hongyan.message.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.problem.ProblemException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What changes of the settings: null stays as it is, an empty text goes.
@Schema(name = "Change")
record SettingsChange(
        @Nullable Boolean muted,
        @Nullable Boolean pinned,
        @Nullable Boolean hidden,
        @Nullable String draft,
        @Nullable String folder) {
    private static final int MAX_FOLDER_CHARACTERS = 64;

    /// From a request, where an absent member stays and a text that is null or empty goes.
    static SettingsChange read(JsonNode body) {
        Map<String, String> violations = new TreeMap<>();
        SettingsChange change = new SettingsChange(
                flag(body, "muted", violations),
                flag(body, "pinned", violations),
                flag(body, "hidden", violations),
                text(body, "draft", MessageContent.MAX_TEXT_CHARACTERS, violations),
                text(body, "folder", MAX_FOLDER_CHARACTERS, violations));
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return change;
    }

    /// What the settings are with what changes.
    Conversation.Settings appliedTo(Conversation.Settings before) {
        return new Conversation.Settings(
                muted == null ? before.muted() : muted,
                pinned == null ? before.pinned() : pinned,
                hidden == null ? before.hidden() : hidden,
                changed(before.draft(), draft),
                changed(before.folder(), folder));
    }

    private static @Nullable String changed(@Nullable String old, @Nullable String change) {
        if (change == null) {
            return old;
        }
        return change.isEmpty() ? null : change;
    }

    private static @Nullable Boolean flag(JsonNode body, String field, Map<String, String> violations) {
        JsonNode value = body.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            violations.put(field, "value.type");
        }
        return value.asBoolean();
    }

    private static @Nullable String text(JsonNode body, String field, int characters, Map<String, String> violations) {
        JsonNode value = body.get(field);
        if (value == null) {
            return null;
        }
        String text = value.isNull() ? "" : value.asText();
        if (!value.isNull() && !value.isTextual()) {
            violations.put(field, "value.type");
        } else if (!MessageContentReader.isStorable(text)) {
            violations.put(field, "value.unicode");
        } else if (text.codePointCount(0, text.length()) > characters) {
            violations.put(field, "value.length");
        }
        return text;
    }
}
