package dev.hongyan.message.log;

import dev.hongyan.contracts.message.MessageContent;
import java.util.UUID;

/// A notice for the `self` conversation of a user.
///
/// @param id    derived from what caused it, so that applying that twice writes it once
/// @param actor who did what it tells of
public record SelfNotice(UUID user, UUID id, UUID actor, MessageContent content) {}
