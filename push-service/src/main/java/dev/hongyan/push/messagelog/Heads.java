package dev.hongyan.push.messagelog;

import java.util.Map;
import java.util.UUID;

/// What message-service knows of conversations and users that were asked for.
///
/// @param heads    the newest number by conversation
/// @param versions the sum of the versions of the member rows by user
public record Heads(Map<UUID, Long> heads, Map<UUID, Long> versions) {}
