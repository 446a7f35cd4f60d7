package dev.hongyan.push.session;

import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.push.messagelog.LogRun;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/// A send that message-service has not answered yet. Touched on its session's loop, but for the final members.
public final class PendingSend {
    private final Session session;
    private final UUID conversation;
    private final UUID id;
    private final MessageContent content;
    private final long begunAt = System.nanoTime();
    private int frames = 1;
    private boolean settled;
    private volatile Step step = Step.NONE;

    PendingSend(Session session, UUID conversation, UUID id, MessageContent content) {
        this.session = session;
        this.conversation = conversation;
        this.id = id;
        this.content = content;
    }

    /// Who waits for the answer.
    public Session session() {
        return session;
    }

    /// Where to.
    public UUID conversation() {
        return conversation;
    }

    /// The id that the client gave.
    public UUID id() {
        return id;
    }

    /// How long it has waited.
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunAt);
    }

    /// What it says.
    public MessageContent content() {
        return content;
    }

    /// Its step in a trace.
    public Step step() {
        return step;
    }

    /// Its way is recorded.
    public void tracedAs(Step begun) {
        step = begun.with("hongyan.conversation", conversation.toString()).with("hongyan.message", id.toString());
    }

    /// How many frames have brought it; each of them gets the answer.
    int frames() {
        return frames;
    }

    /// The very same frame came again. The pace of sends bounds how often.
    void repeat() {
        frames++;
    }

    /// Settles it; true for whoever comes first.
    boolean settle() {
        boolean first = !settled;
        settled = true;
        step.close();
        return first;
    }

    boolean saysTheSame(UUID otherConversation, MessageContent other) {
        return conversation.equals(otherConversation) && Arrays.equals(content.canonical(), other.canonical());
    }

    boolean isIn(LogRun run, LogRun.Entry entry) {
        return conversation.equals(run.conversation()) && run.says(entry, content.canonical());
    }
}
