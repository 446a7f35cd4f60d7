package dev.hongyan.gateway;

import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/// One request on its way to a service.
///
/// @param method the one that is meant, after an override
record Exchange(
        HttpServerRequest request,
        HttpMethod method,
        RequestPath path,
        String id,
        GatewayConfig config,
        RequestCounts.Ticket ticket) {

    boolean hasBody() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return isChunked() || (length != null && !length.matches("0+"));
    }

    boolean isChunked() {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /// Whether it may be sent again when it is not known if it arrived.
    boolean repeatable() {
        return !hasBody()
                && List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS)
                        .contains(method);
    }

    boolean isUpgrade() {
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        return path.segment(0).equals("ws") && upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /// A body would be taken by the service for what comes through the tunnel, or awaited there for ever.
    boolean isPlainUpgrade() {
        return method.equals(HttpMethod.GET) && !hasBody();
    }

    long bodyLimit() {
        return path.segment(1).equals("media")
                ? config.limits().uploadBytes()
                : config.limits().bodyBytes();
    }

    /// By what its length says; a body in chunks is counted on the way.
    boolean declaresTooMuch() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > bodyLimit();
    }

    long answerMillis() {
        boolean poll = path.segment(1).equals("push");
        return (poll ? config.limits().poll() : config.limits().answer()).toMillis();
    }

    /// The client's address: the peer's, or where another proxy is in front, what that one has written last.
    String client() {
        List<String> lines = config.trustForwarded() ? request.headers().getAll("X-Forwarded-For") : List.of();
        String last = lines.isEmpty() ? "" : lines.getLast();
        String address =
                ForwardedAddress.of(last.substring(last.lastIndexOf(',') + 1).strip());
        return address == null ? request.remoteAddress().hostAddress() : address;
    }

    void refuse(ProblemCode problem) {
        Problems.answer(request, problem);
    }
}
