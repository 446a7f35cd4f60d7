package dev.hongyan.contracts.message;

import java.util.List;
import java.util.UUID;

/// The value of a record on `message.events.v1`: messages of one conversation that one transaction has stored, all
/// numbers from `from` to `to`. The header `joined` names who is a member from here on, `left` who is none after it.
///
/// @param messages in the order of `seq`
public record MessagesAppended(UUID conversation, long from, long to, List<Message> messages) {
    /// The CloudEvents type.
    public static final String TYPE = "messages-appended.v1";
}
