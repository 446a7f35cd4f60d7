package dev.hongyan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// `./hongyan republish SERVICE FROM TO`: has a service of this run publish the events of a span of time again, to mend
/// what a consumer lost or to fill a new broker.
///
/// @param arguments the service's name and two instants (RFC 3339)
record Republish(Home home, List<String> arguments) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /// Of a long time nobody waits for one answer.
    private static final Duration AT_ONCE = Duration.ofHours(1);

    int run() {
        if (arguments.size() != 3) {
            throw new StartException(Texts.text("republish-usage"));
        }
        String service = arguments.get(0);
        Home.Running asked = running(service);
        Home.Running issuer = running(Service.USER.moduleName());
        Instant to = instant(arguments.get(2));
        long events = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Instant from = instant(arguments.get(1)); from.isBefore(to); from = from.plus(AT_ONCE)) {
                String span = MAPPER.createObjectNode()
                        .put("from", from.toString())
                        .put("to", earlier(from.plus(AT_ONCE), to).toString())
                        .toString();
                String token = post(http, issuer, "/internal/token", basic(), "grant_type=client_credentials", false)
                        .path("accessToken")
                        .asText();
                events += post(http, asked, "/internal/republish", "Bearer " + token, span, true)
                        .path("events")
                        .asLong();
            }
        } catch (IOException e) {
            throw new StartException(Texts.text("republish-failed", service, String.valueOf(e.getMessage())), e);
        }
        System.out.println(Texts.text("republish-done", events, service));
        return 0;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Home.Running running(String service) {
        return home.recorded().entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals(service) || entry.getKey().startsWith(service + "#"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new StartException(Texts.text("republish-not-running", service)));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new StartException(Texts.text("republish-usage"), e);
        }
    }

    private String basic() {
        String credentials =
                Service.MESSAGE.moduleName() + ":" + ServiceEnvironment.clientSecret(home, Service.MESSAGE);
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode post(
            HttpClient http, Home.Running to, String path, String authorization, String body, boolean json)
            throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", authorization)
                .header("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
            return MAPPER.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
