package dev.hongyan.redpacket.talk;

import dev.hongyan.contracts.message.Append;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A kind of what messages show, such as packets, whose messages can be written again.
public interface Shown {
    /// The name of its table.
    String kind();

    /// The messages of these, by their ids, as they were the first time.
    Map<UUID, Append> messages(List<UUID> ids);
}
