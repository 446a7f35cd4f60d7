package dev.hongyan.push.messagelog;

import java.util.List;
import java.util.UUID;

/// The conversations that a user is a member of.
///
/// @param versions the sum of the versions of his member rows
public record ConversationList(long versions, List<Item> items) {
    /// One conversation.
    ///
    /// @param kind    as in the public contract
    /// @param head    its newest number
    /// @param members how many there are
    public record Item(UUID conversation, String kind, long head, int members) {}
}
