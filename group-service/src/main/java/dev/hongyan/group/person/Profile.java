package dev.hongyan.group.person;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A person as the members of a group see him.
@Schema(name = "Person")
public record Profile(
        UUID id,
        String username,
        String displayName,
        @Nullable String avatarUrl) {}
