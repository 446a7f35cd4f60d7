package dev.hongyan.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api.Answer;
import java.util.List;
import java.util.stream.Stream;

/// Bodies that no friendly client sends.
public final class HostileInput {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "1",
            "1.5",
            "-1e999",
            "99999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "[[]]",
            "[null]",
            "{}",
            "[[[[]]]]",
            "{\"name\":5,\"platform\":[]}",
            "{\"membersMayInvite\":5}",
            "\"" + "x".repeat(100_000) + "\"",
            "\"../../etc/passwd\"",
            "\"' or 1=1 --\"");
    private static final List<String> BODIES = List.of(
            "",
            " ",
            "null",
            "5",
            "\"text\"",
            "[]",
            "{",
            "{}}",
            "{\"a\":1,}",
            "\u0000",
            "[".repeat(5_000),
            "{\"to\":\"NOT-A-UUID\"}",
            "{\"users\":[\"NOT-A-UUID\"]}");

    private HostileInput() {}

    /// Calls with each of them, and with each wrong value of each of the members that the call reads: every
    /// answer has one of these states, and a refusal is a problem.
    ///
    /// @param members their names, with spaces between
    public static void assertBorne(Api api, String method, String path, String members, Integer... states) {
        Stream<String> wrongMembers = Stream.of(members.split(" ", -1))
                .flatMap(member -> VALUES.stream().map(value -> "{\"" + member + "\":" + value + "}"));
        Stream.concat(BODIES.stream(), wrongMembers).forEach(body -> {
            Answer answer = api.call(method, path, body);
            String about = method + " " + path + " " + body.substring(0, Math.min(80, body.length()));
            assertThat(answer.status()).as(about).isIn((Object[]) states);
            if (answer.status() >= 400) {
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(about)
                        .startsWith("application/problem+json");
            }
        });
    }
}
