package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whatever is sent to whichever route: never a 5xx, and every refusal is a problem.
@OnCluster
class HostileRestScenario {
    private static final String DEEP = "[".repeat(20_000);
    private static final List<String> BODIES = List.of(
            "", "null", "1", "\"text\"", "[]", "{", "{\"a\":}", "{} {}", "{'a':1}", DEEP, "{\"a\":" + DEEP, "\u0000");
    /// In a member that nobody knows: ignored or refused, as it comes.
    private static final List<String> ODD =
            List.of("{\"\\ud800\":1}", "{\"a\":\"\\u0000\"}", "{\"a\":" + "9".repeat(5_000) + "}");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "1",
            "1.5",
            "\"10\"",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"' or 1=1 --\"",
            "\"" + "雁".repeat(30_000) + "\"",
            "[]",
            "[null]",
            "{}",
            "{\"text\":\"\\u0000\"}",
            "{\"text\":\"\\ud83e\"}",
            "{\"text\":10}",
            "\"not-a-uuid\"",
            "\"00000000-0000-0000-0000-00000000000\"",
            "\"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF\"");
    private static final List<String> SEGMENTS = List.of(
            "x",
            "1",
            "%00",
            "%ff",
            "%ed%a0%80",
            "..%2f..",
            "' or 1=1",
            "00000000-0000-0000-0000-00000000000",
            "FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF",
            "00000000-0000-0000-0000-000000000000",
            "a".repeat(3_000));
    private static final List<String> PARAMETERS = List.of(
            "limit=0",
            "limit=-1",
            "limit=201",
            "limit=1.5",
            "limit=x",
            "limit=",
            "limit=99999999999999999999",
            "limit=%00",
            "cursor=x",
            "cursor=%00",
            "cursor=%ed%a0%80",
            "cursor=",
            "before=x",
            "before=-1",
            "before=1.5",
            "before=99999999999999999999",
            "after=x",
            "after=-1",
            "before=1&after=1",
            "query=%00",
            "query=%ff",
            "query=%25_%25",
            "query=",
            "query=" + "a".repeat(3_000),
            "direction=sideways",
            "direction=",
            "%00=%00");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");

    private final Stack stack;
    private final List<String> wrong = new ArrayList<>();
    private Api api;

    HostileRestScenario(Stack stack) {
        this.stack = stack;
        api = TestUser.register(stack).api();
    }

    @Test
    void bodiesThatAreNoObjectOfTheRightKind() {
        for (Route route : Route.withBody()) {
            for (String body : BODIES) {
                refused(route, body.getBytes(StandardCharsets.UTF_8));
            }
            for (String body : ODD) {
                survives(route, body.getBytes(StandardCharsets.UTF_8));
            }
            refused(route, new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'});
            refused(route, new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{'});
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void membersOfTheWrongTypeOrContent() {
        for (Route route : Route.withBody()) {
            for (String member : route.members()) {
                for (String value : VALUES) {
                    survives(route, route.bodyWith(member, value).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aMemberOfTheWrongTypeIsRefusedAndNotCoerced() {
        for (Route route : Route.withBody()) {
            for (String member : route.members()) {
                String typed = route.isNumber(member) ? "\"10\"" : route.isObject(member) ? "[1.5]" : "{\"wrong\":1.5}";
                refused(route, route.bodyWith(member, typed).getBytes(StandardCharsets.UTF_8));
                if (route.isNumber(member)) {
                    refused(route, route.bodyWith(member, "1.5").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void pathsThatAreNoIds() {
        for (Route route : Route.ALL) {
            if (route.path().contains("{id}")) {
                for (String segment : SEGMENTS) {
                    String path = route.path().replace("{id}", segment.replace(" ", "%20"));
                    judge(api.call(route.method(), path, route.bytes(), "application/json"), true);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void parametersThatMeanNothing() {
        for (Route route : Route.ALL) {
            if (route.method().equals("GET")) {
                for (String parameter : PARAMETERS) {
                    judge(api.get(route.pathWithId() + "?" + parameter), false);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void methodsThatNobodyExpects() {
        for (Route route : Route.ALL) {
            for (String method : METHODS) {
                if (!route.endsTheSession()) {
                    judge(api.call(method, route.pathWithId(), null), false);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void bodiesOfOtherTypesAndSizes() {
        byte[] huge = ("{\"a\":\"" + "x".repeat(3 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (Route route : Route.withBody()) {
            Answer answer = api.call(route.method(), route.pathWithId(), huge, "application/json");
            if (answer.status() != 413) {
                wrong.add("not 413: " + answer.request() + " " + answer.status());
            }
            for (String type :
                    List.of("text/plain", "application/xml", "application/octet-stream", "nonsense", "*/*")) {
                judge(api.call(route.method(), route.pathWithId(), route.bytes(), type), false);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void headersThatMeanNothing() {
        for (String value : List.of(
                "x", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer " + "a".repeat(4_000))) {
            Answer answer = stack.api().with("Authorization", value).get("/api/users/me");
            if (answer.status() != 401 || answer.header("WWW-Authenticate").isEmpty()) {
                wrong.add("not a 401 with its header: " + value + " " + answer.status());
            }
            judge(answer, true);
        }
        for (String language : List.of("", "*", "x-klingon", "en;q=x", ",,,", "zh-".repeat(500))) {
            judge(stack.api().in(language).get("/api/users/me"), true);
        }
        for (String accept : List.of("text/html", "application/xml", "nonsense", "*/*;q=x")) {
            judge(api.with("Accept", accept).get("/api/users/me"), false);
        }
        judge(api.get("/api/nothing/of/that/name"), true);
        judge(api.get("/api/users/" + UUID.randomUUID()), true);
        assertThat(wrong).isEmpty();
    }

    private void refused(Route route, byte[] body) {
        judge(api.call(route.method(), route.pathWithId(), body, "application/json"), true);
    }

    private void survives(Route route, byte[] body) {
        judge(api.call(route.method(), route.pathWithId(), body, "application/json"), false);
    }

    private void judge(Answer answer, boolean mustRefuse) {
        if (answer.status() >= 500 || (mustRefuse && answer.status() < 400)) {
            wrong.add(answer.status() + " for " + answer.request() + ": " + answer.body());
        } else if (answer.status() >= 400) {
            try {
                answer.problem();
            } catch (AssertionError | RuntimeException e) {
                wrong.add(answer.status() + " for " + answer.request() + " is no problem: " + e.getMessage());
            }
        }
        if (answer.status() == 401 && answer.request().startsWith("POST /api/auth/")) {
            api = TestUser.register(stack).api();
        }
    }
}
