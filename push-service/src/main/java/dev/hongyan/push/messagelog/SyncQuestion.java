package dev.hongyan.push.messagelog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is asked of one conversation.
///
/// @param after the last number that is held; null = never seen
public record SyncQuestion(UUID conversation, @Nullable Long after) {}
