package dev.hongyan.e2e.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hongyan.gateway.pages.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What a run has seen of the contract, and where it was not as the documents say.
public final class Contract {
    private static final Contract OF_THIS_RUN =
            new Contract(document("/docs/openapi.json"), document("/docs/asyncapi.yaml"));

    private final RestContract rest;
    private final FrameContract frames;
    private final Map<String, Violation> violations = new ConcurrentSkipListMap<>();
    private final AtomicInteger seen = new AtomicInteger();

    private record Violation(AtomicInteger times, String example) {
        Violation(String example) {
            this(new AtomicInteger(), example);
        }
    }

    Contract(JsonNode openapi, JsonNode asyncapi) {
        rest = new RestContract(openapi);
        frames = new FrameContract(asyncapi);
    }

    /// All that is seen in this JVM; [ContractScenario] judges it at the end.
    public static Contract ofThisRun() {
        return OF_THIS_RUN;
    }

    /// A document as the gateway serves it.
    static JsonNode document(String path) {
        String text = new Pages("of this run")
                .find(path, Locale.ENGLISH)
                .orElseThrow(() -> new IllegalStateException("no " + path))
                .content()
                .toString();
        try {
            return new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer came through the gateway.
    ///
    /// @param method as meant, after an override
    public void answered(String method, String path, int status, String contentType, String body) {
        RestContract.Answered answer = new RestContract.Answered(method, path, status, contentType, body);
        note(rest.errors(answer), answer.toString());
    }

    /// A frame came from the server.
    public void received(String op, String frame) {
        note(frames.errors(op, frame), frame);
    }

    /// How many answers and frames were looked at.
    public int seen() {
        return seen.get();
    }

    /// What was wrong, in words: each kind once, with its number and an example.
    public List<String> violations() {
        return violations.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue().times() + " times, such as "
                        + entry.getValue().example() + ")")
                .toList();
    }

    private void note(List<String> errors, String example) {
        seen.incrementAndGet();
        for (String error : errors) {
            String shortened = example.length() > 600 ? example.substring(0, 600) + " …" : example;
            violations
                    .computeIfAbsent(error, _ -> new Violation(shortened))
                    .times()
                    .incrementAndGet();
        }
    }
}
