package dev.hongyan.gateway.pages;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The messenger: the files that the web module has built into the class path. It has its own paths; which of its views
/// is shown under one of them is decided in the browser, so all of them are answered with the same page.
final class WebClient {
    private static final String ROOT = "/web";
    private static final Pattern VIEW =
            Pattern.compile("/|/(login|register)|/(chats|contacts|settings|invitations)(/[A-Za-z0-9._~-]+)*");
    /// Never a folder, never upwards.
    private static final Pattern FILE = Pattern.compile("/(assets/)?[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)+");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "svg", "image/svg+xml",
            "png", "image/png");

    /// Scripts and styles from here alone and none in the page; sockets of this origin are part of `connect-src`.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    /// By file and not by path: there are as many paths as conversations.
    private static final Map<String, Page> READ = new ConcurrentHashMap<>();

    private WebClient() {}

    static Optional<Page> find(String path) {
        if (VIEW.matcher(path).matches()) {
            return page();
        }
        return FILE.matcher(path).matches() ? file(path) : Optional.empty();
    }

    /// The page of all views, the one of lost paths among them.
    static Optional<Page> page() {
        return file("/index.html");
    }

    private static Optional<Page> file(String path) {
        Page known = READ.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        @Nullable String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        // The names of assets change with what is in them.
        boolean lasting = path.startsWith("/assets/");
        Optional<Page> page =
                Resources.bytes(ROOT + path).map(bytes -> new Page(type, Buffer.buffer(bytes), lasting, POLICY));
        page.ifPresent(found -> READ.put(path, found));
        return page;
    }
}
