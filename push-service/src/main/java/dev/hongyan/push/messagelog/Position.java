package dev.hongyan.push.messagelog;

import java.util.UUID;

/// A member's position in a conversation.
public record Position(UUID conversation, UUID user, long seq) {}
