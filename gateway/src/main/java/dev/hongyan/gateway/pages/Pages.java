package dev.hongyan.gateway.pages;

import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All pages, by path and language. The root is the web client, or where it was not built the page about this system.
public final class Pages {
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/" + version();
    private static final Map<String, String> SWAGGER_FILES = Map.of(
            "/docs/ui/swagger-ui.css", "text/css; charset=utf-8",
            "/docs/ui/swagger-ui-bundle.js", "text/javascript; charset=utf-8");

    private final String version;
    private final Map<String, Optional<Page>> made = new ConcurrentHashMap<>();

    public Pages(String version) {
        this.version = version;
    }

    /// The page; empty when there is none of that path.
    public Optional<Page> find(String path, Locale language) {
        if (path.length() > 128) {
            return Optional.empty();
        }
        Optional<Page> client = WebClient.find(path);
        if (client.isPresent()) {
            return client;
        }
        String key = Layout.isChinese(language) ? path + " zh" : path;
        Optional<Page> known = made.get(key);
        if (known != null) {
            return known;
        }
        Optional<Page> page = make(path, language);
        if (page.isPresent()) {
            made.put(key, page);
        }
        return page;
    }

    /// What a browser is shown where there is nothing: the messenger, which says so; empty where it was not built.
    public Optional<Page> lost() {
        return WebClient.page();
    }

    private Optional<Page> make(String path, Locale language) {
        return switch (path) {
            case "/", "/about" -> Optional.of(home(language));
            case "/docs/style.css" -> Optional.of(Page.of("text/css; charset=utf-8", Resources.own("style.css")));
            case "/docs/api" ->
                Optional.of(Page.html(Resources.own("api.html").replace("{{lang}}", language.toLanguageTag())));
            case "/docs/api.js" -> Optional.of(Page.of("text/javascript; charset=utf-8", Resources.own("api.js")));
            case "/docs/openapi.json" -> Optional.of(Page.of("application/json", ApiDescription.ofContracts(version)));
            case "/docs/asyncapi.yaml" -> asyncapi().map(text -> Page.of("application/yaml", text));
            case "/docs/socket" -> asyncapi().map(text -> SocketReference.page(text, language));
            case "/problems" -> Optional.of(ProblemPages.all(language));
            default -> path.startsWith("/problems/") ? problem(path, language) : swagger(path);
        };
    }

    private static Page home(Locale language) {
        boolean chinese = Layout.isChinese(language);
        String title = chinese ? "鸿雁：自己部署的即时通讯系统" : "Hongyan: instant messaging that you host yourself";
        return Layout.page("/about", language, title, Resources.own(chinese ? "home.zh.html" : "home.en.html"));
    }

    private static Optional<Page> problem(String path, Locale language) {
        return ProblemCode.ofCode(path.substring("/problems/".length()))
                .map(problem -> ProblemPages.one(problem, language));
    }

    private static Optional<Page> swagger(String path) {
        String type = SWAGGER_FILES.get(path);
        return type == null
                ? Optional.empty()
                : Resources.bytes(WEBJAR + path.substring("/docs/ui".length()))
                        .map(bytes -> new Page(type, Buffer.buffer(bytes), true));
    }

    private static Optional<String> asyncapi() {
        return Resources.text("/asyncapi.yaml");
    }

    private static String version() {
        return Resources.text("/META-INF/maven/org.webjars/swagger-ui/pom.properties")
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith("version=")).findFirst())
                .map(line -> line.substring("version=".length()).strip())
                .orElse("");
    }
}
