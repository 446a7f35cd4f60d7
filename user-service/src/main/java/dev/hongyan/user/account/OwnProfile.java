package dev.hongyan.user.account;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A person as he sees himself.
@Schema(name = "OwnProfile")
public record OwnProfile(
        UUID id,
        String username,
        String displayName,
        String pinyin,
        @Nullable String avatarUrl,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String bio,
        String locale,
        Privacy privacy,
        Instant createdAt) {}
