package dev.hongyan.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The settings, each with its default; the names stand in the module's README.
///
/// @param upstreams addresses by service: `user`, `message`, `push`, `group`, `redpacket`
/// @param trustForwarded whether the last entry of `X-Forwarded-For` is the client's address: another proxy in front,
///     and nobody else, can reach this one
record GatewayConfig(
        List<String> hosts,
        int port,
        String managementHost,
        int managementPort,
        Map<String, List<String>> upstreams,
        boolean trustForwarded,
        Limits limits,
        String version) {

    /// What one request may take. A poll is answered late on purpose, an upload is large on purpose.
    record Limits(
            long bodyBytes, long uploadBytes, Duration answer, Duration poll, Duration head, Duration bodyProgress) {
        static final Limits USUAL = new Limits(
                1 << 20,
                100 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(40),
                Duration.ofSeconds(10),
                Duration.ofSeconds(12));
    }

    /// From `HONGYAN_…` as a variable of the environment or, stronger, as a system property.
    static GatewayConfig read() {
        return read(name -> {
            String property = System.getProperty(name);
            return property == null ? System.getenv(name) : property;
        });
    }

    static GatewayConfig read(UnaryOperator<String> source) {
        Map<String, List<String>> upstreams = new LinkedHashMap<>();
        upstreams.put("user", list(source, "HONGYAN_USER_URL", "http://127.0.0.1:8081"));
        upstreams.put("message", list(source, "HONGYAN_MESSAGE_URL", "http://127.0.0.1:8082"));
        upstreams.put("group", list(source, "HONGYAN_GROUP_URL", ""));
        upstreams.put("redpacket", list(source, "HONGYAN_REDPACKET_URL", ""));
        upstreams.put("push", list(source, "HONGYAN_PUSH_URL", "http://127.0.0.1:8085"));
        upstreams.values().removeIf(List::isEmpty);
        Limits usual = Limits.USUAL;
        return new GatewayConfig(
                list(source, "HONGYAN_GATEWAY_HOST", "127.0.0.1,::1"),
                Math.toIntExact(number(source, "HONGYAN_GATEWAY_PORT", 8080)),
                text(source, "HONGYAN_MANAGEMENT_HOST", "127.0.0.1"),
                Math.toIntExact(number(source, "HONGYAN_MANAGEMENT_PORT", 8079)),
                upstreams,
                Boolean.parseBoolean(text(source, "HONGYAN_GATEWAY_TRUST_FORWARDED", "false")),
                new Limits(
                        number(source, "HONGYAN_GATEWAY_BODY_BYTES", usual.bodyBytes),
                        number(source, "HONGYAN_GATEWAY_UPLOAD_BYTES", usual.uploadBytes),
                        millis(source, "HONGYAN_GATEWAY_ANSWER_MILLIS", usual.answer),
                        millis(source, "HONGYAN_GATEWAY_POLL_MILLIS", usual.poll),
                        millis(source, "HONGYAN_GATEWAY_HEAD_MILLIS", usual.head),
                        millis(source, "HONGYAN_GATEWAY_BODY_PROGRESS_MILLIS", usual.bodyProgress)),
                text(source, "HONGYAN_VERSION", "0.1.0"));
    }

    private static String text(UnaryOperator<String> source, String name, String otherwise) {
        String value = source.apply(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static long number(UnaryOperator<String> source, String name, long otherwise) {
        return Long.parseLong(text(source, name, Long.toString(otherwise)));
    }

    private static Duration millis(UnaryOperator<String> source, String name, Duration otherwise) {
        return Duration.ofMillis(number(source, name, otherwise.toMillis()));
    }

    private static List<String> list(UnaryOperator<String> source, String name, String otherwise) {
        return new ArrayList<>(Arrays.stream(text(source, name, otherwise).split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList());
    }
}
