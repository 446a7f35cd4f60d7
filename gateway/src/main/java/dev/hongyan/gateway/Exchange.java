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
        GatewayConfig.Limits limits,
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
        return path.segment(1).equals("media") ? limits.uploadBytes() : limits.bodyBytes();
    }

    /// By what its length says; a body in chunks is counted on the way.
    boolean declaresTooMuch() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > bodyLimit();
    }

    long answerMillis() {
        boolean poll = path.segment(1).equals("push");
        return (poll ? limits.poll() : limits.answer()).toMillis();
    }

    String peer() {
        return request.remoteAddress().hostAddress();
    }

    void refuse(ProblemCode problem) {
        Problems.answer(request, problem);
    }
}
