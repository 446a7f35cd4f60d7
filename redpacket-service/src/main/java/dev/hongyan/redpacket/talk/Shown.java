package dev.hongyan.redpacket.talk;

import dev.hongyan.contracts.message.Append;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Something that a message shows, and that can write this message again.
public interface Shown {
    /// The name of its table.
    String kind();

    /// The messages of these, by their ids, as they were the first time.
    Map<UUID, Append> messages(List<UUID> ids);
}
