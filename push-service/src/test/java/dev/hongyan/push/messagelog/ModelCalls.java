package dev.hongyan.push.messagelog;

import io.vertx.core.Future;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The way to message-service in tests of this service alone: somebody answers when heads are compared, so that the
/// instance gets ready, and is away for everything else unless a test says otherwise.
@Alternative
@Priority(1)
@ApplicationScoped
public class ModelCalls implements MessageCalls {
    private final LogModel log = new LogModel();
    private volatile boolean away = true;

    /// What answers.
    public LogModel log() {
        return log;
    }

    /// Whether only heads are compared.
    public void setAway(boolean away) {
        this.away = away;
    }

    @Override
    public byte[] ask(String path, byte[] body) throws IOException {
        if (away && !path.equals("/internal/heads")) {
            throw new IOException("away");
        }
        return log.ask(path, body);
    }

    @Override
    public Future<byte[]> append(byte[] batch, @Nullable String traceparent) {
        return away ? Future.failedFuture(new IOException("away")) : log.append(batch, traceparent);
    }

    @Override
    public boolean isLagging() {
        return log.isLagging();
    }
}
