package dev.hongyan.contracts;

import java.time.Duration;
import java.util.List;

/// The Kafka topics of the product. Kafka is transport that can be rebuilt from the databases: no promise rests on
/// its disk, so retention is a matter of convenience and of privacy (a recalled text must not stay readable for long).
public enum Topics {
    /// Users, ended sessions, friendships and blocks. Key: the user (or owner) id.
    USER("user.events.v1", Duration.ofDays(1)),
    /// Groups, their members and requests to join. Key: the group id.
    GROUP("group.events.v1", Duration.ofDays(1)),
    /// Red packets and transfers with their progress. Key: the conversation that shows them.
    REDPACKET("redpacket.events.v1", Duration.ofDays(1)),
    /// Messages appended to conversations. Key: the conversation id, value: see {@link dev.hongyan.contracts.message}.
    MESSAGE("message.events.v1", Duration.ofHours(6)),
    /// Presence, typing and moved positions: worth something for minutes only. Key: the user, the conversation or the
    /// instance
    /// that tells.
    PUSH("push.events.v1", Duration.ofMinutes(10));

    private final String topicName;
    private final Duration retention;

    Topics(String topicName, Duration retention) {
        this.topicName = topicName;
        this.retention = retention;
    }

    /// The name of the topic as Kafka knows it.
    public String topicName() {
        return topicName;
    }

    /// How long the broker keeps a record.
    public Duration retention() {
        return retention;
    }

    /// Where records of this topic go that a consumer cannot read or apply.
    public String deadLetterName() {
        return topicName + ".dead";
    }

    /// All topics, in a fixed order.
    public static List<Topics> all() {
        return List.of(values());
    }
}
