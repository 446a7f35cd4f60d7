package dev.hongyan.user.account;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A person as others see him.
@Schema(name = "Profile")
public record Profile(
        UUID id,
        String username,
        String displayName,
        String pinyin,
        @Nullable String avatarUrl,
        @Nullable String bio) {}
