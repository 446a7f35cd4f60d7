package dev.hongyan.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.gateway.pages.Page;
import dev.hongyan.gateway.pages.Pages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the gateway answers itself.
final class OwnPages {
    /// Raised with every change of the public contract that a client may want to know of.
    private static final int CONTRACT_LEVEL = 1;
    /// Accepted, and not with the weight that means never.
    private static final Pattern GZIP =
            Pattern.compile("(?i)(^|,)\\s*gzip\\s*(?!;\\s*q=0(\\.0*)?\\s*(,|$))(;[^,]*)?(,|$)");

    private static final String VARIES =
            HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_LANGUAGE + ", " + HttpHeaders.ACCEPT_ENCODING;

    private final String server;
    private final Pages pages;

    OwnPages(GatewayConfig config) {
        pages = new Pages(config.version());
        server = new ObjectMapper()
                .createObjectNode()
                .put("name", "Hongyan")
                .put("version", config.version())
                .put("contractLevel", CONTRACT_LEVEL)
                .toString();
    }

    /// False when there is no such page.
    boolean answer(Exchange exchange) {
        if (!exchange.method().equals(HttpMethod.GET) && !exchange.method().equals(HttpMethod.HEAD)) {
            return false;
        }
        HttpServerRequest request = exchange.request();
        if (exchange.path().raw().equals("/api/server")) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(server);
            return true;
        }
        Optional<Page> page = pages.find(exchange.path().raw(), language(request));
        if (page.isEmpty() && isOpenedByHand(exchange)) {
            page = pages.lost();
            page.ifPresent(_ -> request.response().setStatusCode(404));
        }
        page.ifPresent(found -> send(request, found));
        return page.isPresent();
    }

    /// A browser that opens an address; a script that fetches one, or a picture's, does not ask for a page.
    private static boolean isOpenedByHand(Exchange exchange) {
        String accepted = exchange.request().getHeader(HttpHeaders.ACCEPT);
        return accepted != null
                && accepted.toLowerCase(Locale.ROOT).contains("text/html")
                && !exchange.path().segment(0).equals("api");
    }

    private static Locale language(HttpServerRequest request) {
        String asked = request.getParam("lang");
        return Language.of(asked == null ? request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) : asked);
    }

    private static void send(HttpServerRequest request, Page page) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, page.lasting() ? "public, max-age=86400" : "no-cache")
                .putHeader(HttpHeaders.VARY, VARIES)
                .putHeader("Content-Security-Policy", page.policy())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer");
        Buffer content = page.content();
        @Nullable Buffer gzipped = page.gzipped();
        if (gzipped != null && takesGzip(request)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            content = gzipped;
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(content);
        }
    }

    private static boolean takesGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }
}
