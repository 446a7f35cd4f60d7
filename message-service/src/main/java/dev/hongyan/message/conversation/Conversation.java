package dev.hongyan.message.conversation;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A conversation as one of its members sees it.
///
/// @param title     of a direct one the other's display name, of a group its name
/// @param last      the newest message that I see, of whatever type
/// @param seq       its head
/// @param unread    visible messages of others after my read position, at most 100, of the newest 5,000
/// @param mentioned number of the first unread one that mentions me, among these
record Conversation(
        UUID id,

        @Schema(enumeration = {"direct", "group", "support", "self"})
        String kind,

        @Nullable String title,
        @Nullable String avatarUrl,
        @Nullable StoredMessage last,
        long seq,
        long readSeq,

        @Schema(
                description =
                        "Visible messages of others after my read position, at most 100. Looked for among the newest"
                                + " 5,000 numbers of the conversation")
        int unread,

        @Schema(description = "The number of the first unread message that mentions me, looked for among the same")
        @Nullable
        Long mentioned,

        Settings settings,
        Instant updatedAt) {
    /// How the user keeps it.
    record Settings(
            boolean muted,
            boolean pinned,
            boolean hidden,
            @Nullable String draft,
            @Nullable String folder) {}
}
