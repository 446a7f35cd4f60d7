package dev.hongyan.kit.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.Violations;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A problem as RFC 9457 has it, in one language.
///
/// @param type       stable relative URI
/// @param instance   the path that was asked for, or null outside a request
/// @param retryable  whether the same request may succeed later
/// @param violations what is wrong with single fields; left out when empty
/// @param members    further members, such as `until`
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "retryable", "violations"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String instance,
        boolean retryable,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations,
        @JsonAnyGetter Map<String, Object> members) {
    /// The media type of a problem.
    public static final String MEDIA_TYPE = "application/problem+json";

    /// One field that breaks a rule.
    public record Violation(String field, String message) {}

    /// A problem of that code, without anything special.
    public static Problem of(ProblemCode code, Locale language, @Nullable String instance) {
        return of(new ProblemException(code), language, instance);
    }

    /// The problem that an exception speaks of.
    public static Problem of(ProblemException exception, Locale language, @Nullable String instance) {
        ProblemCode code = exception.code();
        List<Violation> violations = exception.violations().entrySet().stream()
                .map(entry -> new Violation(entry.getKey(), Violations.text(language, entry.getValue())))
                .sorted(Comparator.comparing(Violation::field))
                .toList();
        return new Problem(
                code.type(),
                code.title(language),
                code.status(),
                code.detail(language),
                instance,
                code.retryable(),
                violations,
                exception.members());
    }
}
