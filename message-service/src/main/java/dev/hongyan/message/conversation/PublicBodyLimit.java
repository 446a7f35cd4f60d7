package dev.hongyan.message.conversation;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses what announces itself as too large before it is read; {@link PublicBody} refuses the rest. The server's own
/// limit is that of the batch call.
class PublicBodyLimit {
    /// Ten thousand characters of text take 120,000 bytes where a client escapes each as two halves of six.
    static final int MAX_BYTES = 192 * 1024;

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith("/api/") && request.getLength() > MAX_BYTES) {
            throw new ProblemException(ProblemCode.TOO_LARGE);
        }
    }
}
