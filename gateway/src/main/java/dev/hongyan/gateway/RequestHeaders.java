package dev.hongyan.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which headers go on to a service, and which of the answer come back.
final class RequestHeaders {
    static final String REQUEST_ID = "X-Request-Id";
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /// Names under which services or libraries believe somebody about the caller. Only the gateway may say such things.
    private static final Set<String> CLAIMS = Set.of(
            "b3",
            "baggage",
            "client-ip",
            "expect",
            "forwarded",
            "host",
            "true-client-ip",
            "via",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-real-ip",
            "x-request-id",
            "x-rewrite-url");

    private static final String[] CLAIM_PREFIXES = {
        "x-forwarded-", "x-user-", "x-original-", "x-b3-", "x-hongyan-", "x-ssl-", "cf-"
    };

    private static final Set<String> CONNECTION_OPTIONS =
            Set.of("close", "keep-alive", "upgrade", "te", "http2-settings");

    private RequestHeaders() {}

    static void copy(MultiMap from, MultiMap to, String client, String requestId) {
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !isClaim(name)) {
                to.add(name, header.getValue());
            }
        }
        to.set("X-Forwarded-For", client);
        to.set(REQUEST_ID, requestId);
    }

    static void copyAnswer(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !name.equals("x-request-id")) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /// Whether every option of `Connection` is one that we know: naming another header there asks the next hop to drop
    /// it.
    static boolean connectionIsPlain(MultiMap headers) {
        for (String line : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String option : line.split(",", -1)) {
                String name = option.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !CONNECTION_OPTIONS.contains(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isClaim(String name) {
        if (CLAIMS.contains(name)) {
            return true;
        }
        for (String prefix : CLAIM_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
