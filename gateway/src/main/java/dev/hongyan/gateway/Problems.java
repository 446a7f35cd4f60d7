package dev.hongyan.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/// Answers with a problem, in the caller's language.
final class Problems {
    private static final long LINGER_MILLIS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Problems() {}

    static void answer(HttpServerRequest request, ProblemCode problem) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        Locale language = Language.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader("Content-Language", language.toLanguageTag())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem == ProblemCode.UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.end(body(problem, language, instance(request)));
    }

    /// Like [#answer(HttpServerRequest, ProblemCode)], and ends the connection: what follows on it may be anything.
    ///
    /// A little later, as closing over unread bytes resets the connection and may take the answer with it.
    static void answerAndClose(HttpServerRequest request, ProblemCode problem) {
        request.handler(_ -> {}).resume();
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answer(request, problem);
        StrictDecoder.stop(request.connection());
        Vertx.currentContext()
                .owner()
                .setTimer(LINGER_MILLIS, _ -> request.connection().close());
    }

    private static String body(ProblemCode problem, Locale language, String instance) {
        ObjectNode body = JSON.createObjectNode();
        body.put("type", problem.type());
        body.put("title", problem.title(language));
        body.put("status", problem.status());
        body.put("detail", problem.detail(language));
        body.put("instance", instance);
        body.put("retryable", problem.retryable());
        return body.toString();
    }

    private static String instance(HttpServerRequest request) {
        RequestPath path = RequestPath.parse(request.uri());
        return path == null ? "" : path.raw();
    }
}
