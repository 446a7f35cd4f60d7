package dev.hongyan.gateway;

import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a request must be like before anybody looks at where it goes.
final class Admission {
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final Map<String, HttpMethod> OVERRIDES =
            Map.of("PUT", HttpMethod.PUT, "PATCH", HttpMethod.PATCH, "DELETE", HttpMethod.DELETE);

    /// The methods that anything answers, as `Allow` names them.
    static final String ALLOWED =
            METHODS.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));

    private Admission() {}

    /// Why the request's form is refused, its connection with it; null when the form is plain.
    static @Nullable ProblemCode doubt(HttpServerRequest request) {
        MultiMap headers = request.headers();
        boolean plain = hostIsPlain(request)
                && lengthIsPlain(headers)
                && codingIsPlain(request)
                && RequestHeaders.connectionIsPlain(headers);
        return plain ? null : ProblemCode.MALFORMED_REQUEST;
    }

    /// The method that is meant: clients that cannot send PUT, PATCH or DELETE name it beside a POST. Null for an
    /// override that is not one of these.
    static @Nullable HttpMethod methodOf(HttpServerRequest request) {
        List<String> overrides = request.headers().getAll(RequestHeaders.METHOD_OVERRIDE);
        if (overrides.isEmpty()) {
            return request.method();
        }
        boolean single = overrides.size() == 1 && request.method().equals(HttpMethod.POST);
        return single ? OVERRIDES.get(overrides.getFirst().strip()) : null;
    }

    static boolean isKnown(HttpMethod method) {
        return METHODS.contains(method);
    }

    private static boolean hostIsPlain(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        return hosts.size() == 1
                ? hosts.getFirst().matches("[A-Za-z0-9.:\\[\\]_-]*")
                : hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_0;
    }

    private static boolean lengthIsPlain(MultiMap headers) {
        List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
        return lengths.isEmpty() || (lengths.size() == 1 && isNumber(lengths.getFirst()));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean codingIsPlain(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && codings.getFirst().equalsIgnoreCase("chunked")
                        && request.version() == HttpVersion.HTTP_1_1
                        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH));
    }
}
