package dev.hongyan.user.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.message.MessageContentReader;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Change a profile in part: members that are absent stay, null clears where there may be nothing.
record ProfileChange(
        @Nullable String displayName,
        Change avatarUrl,
        Change email,
        Change phone,
        Change bio,
        @Nullable String locale,
        @Nullable Boolean findByUsername,
        @Nullable Boolean findByName) {
    private static final Set<String> LOCALES = Set.of("en", "zh-CN");
    private static final int MAX_BIO = 280;
    private static final int MAX_AVATAR_URL = 512;
    private static final String MEDIA_PATH = "/api/media/";

    /// The new value of a member that may be null.
    ///
    /// @param present whether the request speaks of it at all
    record Change(boolean present, @Nullable String value) {
        @Nullable
        String orIfAbsent(@Nullable String old) {
            return present ? value : old;
        }
    }

    static ProfileChange read(JsonNode body) {
        Check check = new Check();
        check.that(body.isObject(), "body", "object.required");
        check.end();
        String displayName = set(check, body, "displayName");
        if (displayName != null) {
            displayName = displayName.strip();
            check.displayName("displayName", displayName);
        }
        Change avatarUrl = change(check, body, "avatarUrl");
        if (avatarUrl.value() != null) {
            String url = avatarUrl.value();
            check.that(url.startsWith("https://") || url.startsWith(MEDIA_PATH), "avatarUrl", "value.choice");
            check.length("avatarUrl", url, 1, MAX_AVATAR_URL);
        }
        Change bio = change(check, body, "bio");
        if (bio.value() != null) {
            check.length("bio", bio.value(), 0, MAX_BIO);
        }
        String locale = set(check, body, "locale");
        check.that(locale == null || LOCALES.contains(locale), "locale", "value.choice");
        JsonNode privacy = body.path("privacy");
        check.that(privacy.isMissingNode() || privacy.isObject(), "privacy", "object.required");
        Boolean findByUsername = flag(check, privacy, "findByUsername");
        Boolean findByName = flag(check, privacy, "findByName");
        Change email = email(check, body);
        Change phone = phone(check, body);
        check.end();
        return new ProfileChange(displayName, avatarUrl, email, phone, bio, locale, findByUsername, findByName);
    }

    Privacy privacy(Privacy old) {
        return new Privacy(
                findByUsername == null ? old.findByUsername() : findByUsername,
                findByName == null ? old.findByName() : findByName);
    }

    private static Change email(Check check, JsonNode body) {
        Change email = change(check, body, "email");
        if (email.value() == null) {
            return email;
        }
        String address = email.value().strip().toLowerCase(Locale.ROOT);
        check.email("email", address);
        return new Change(true, address);
    }

    private static Change phone(Check check, JsonNode body) {
        Change phone = change(check, body, "phone");
        if (phone.value() == null) {
            return phone;
        }
        String number = phone.value().strip();
        check.phone("phone", number);
        return new Change(true, number);
    }

    private static @Nullable String set(Check check, JsonNode body, String field) {
        Change change = change(check, body, field);
        check.that(!change.present() || change.value() != null, field, "value.required");
        return change.value();
    }

    private static Change change(Check check, JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return new Change(value != null, null);
        }
        check.that(value.isTextual(), field, "value.type");
        check.that(MessageContentReader.isStorable(value.asText()), field, "value.unicode");
        return new Change(true, value.asText());
    }

    private static @Nullable Boolean flag(Check check, JsonNode privacy, String field) {
        JsonNode value = privacy.get(field);
        if (value == null) {
            return null;
        }
        check.that(value.isBoolean(), "privacy." + field, "value.type");
        return value.asBoolean();
    }
}
