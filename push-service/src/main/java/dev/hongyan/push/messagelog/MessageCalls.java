package dev.hongyan.push.messagelog;

import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Bytes to message-service and back.
interface MessageCalls {
    /// Asks and waits for the answer; without a body it is a `GET`.
    ///
    /// @throws IOException when there is no answer, or none of use
    byte[] ask(String path, byte[] body) throws IOException;

    /// Sends a batch of appends. Never blocks.
    ///
    /// @param traceparent of the call, if that is recorded
    Future<byte[]> append(byte[] batch, @Nullable String traceparent);

    /// Whether the last answer said that records come late.
    boolean isLagging();
}
