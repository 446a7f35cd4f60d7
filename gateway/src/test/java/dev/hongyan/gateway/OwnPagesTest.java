package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnPagesTest {
    /// What browsers ask for when an address is opened.
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final HttpClient client = HttpClient.newHttpClient();
    private TestEdge edge;

    @BeforeAll
    void start() throws Exception {
        edge = new TestEdge("user");
    }

    @AfterAll
    void stop() throws Exception {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip", "deflate,GZIP;q=0.5, br", "gzip;q=1.0"})
    void whoTakesGzipGetsIt(String accepted) throws Exception {
        HttpResponse<byte[]> answer = ask("GET", accepted);

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(answer.headers().firstValue("Vary").orElseThrow()).contains("accept-language", "accept-encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain());
        }
        assertThat(answer.body().length).isLessThan(plain().length);
        assertThat(ask("HEAD", accepted).headers().firstValue("Content-Length"))
                .isEqualTo(answer.headers().firstValue("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "br, gzip; q=0.0", "xgzip"})
    void whoDoesNotGetsItAsItIs(String accepted) throws Exception {
        HttpResponse<byte[]> answer = ask("GET", accepted);

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().firstValue("Vary").orElseThrow()).contains("accept-encoding");
        assertThat(answer.body()).isEqualTo(plain());
    }

    @Test
    void whatIsSmallIsSentAsItIs() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/api/server"))
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.body()).contains("Hongyan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nowhere", "/chats/%E9%9B%81", "/docs/nothing", "/q/health/ready", "/internal/heads", "/apis"})
    void whoOpensAnUnknownAddressSeesTheMessengerWithTheStatusOfAProblem(String path) throws Exception {
        HttpResponse<String> known = edge.call("GET", "/chats");
        assumeThat(known.statusCode()).as("the web client was built").isEqualTo(200);

        HttpResponse<String> answer = edge.call("GET", path, "Accept", BROWSER);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Vary").orElseThrow()).startsWith("accept,");
        assertThat(answer.body()).isEqualTo(known.body());
        assertThat(edge.call("HEAD", path, "Accept", BROWSER).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoPageStaysAProblemForBrowsersToo() throws Exception {
        for (String path : List.of("/api/unknown", "/api", "/api/")) {
            assertThat(edge.call("GET", path, "Accept", BROWSER).body()).contains("/problems/not-found");
        }
        assertThat(edge.call("POST", "/nowhere", "Accept", BROWSER).body()).contains("/problems/not-found");
        assertThat(edge.call("GET", "/nowhere.js", "Accept", "*/*").body()).contains("/problems/not-found");
    }

    private byte[] plain() throws Exception {
        return client.send(
                        HttpRequest.newBuilder(address("/docs/style.css")).build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private HttpResponse<byte[]> ask(String method, String accepted) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/docs/style.css"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept-Encoding", accepted)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + edge.port + path);
    }
}
