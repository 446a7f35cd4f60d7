package dev.hongyan.push.resume;

import java.util.UUID;

/// Up to where a device holds a conversation.
record DeviceCursor(UUID device, UUID conversation, long seq) {}
