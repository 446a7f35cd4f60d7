package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/// What a REST call was answered.
///
/// @param request method and path, for messages
record Answer(String request, int status, HttpHeaders headers, String body) {

    Answer expect(int expected) {
        assertThat(status).as("%s answered %s", request, body).isEqualTo(expected);
        return this;
    }

    /// Expects a problem of that code and the standard form.
    JsonNode problem(int expected, String code) {
        expect(expected);
        JsonNode problem = problem();
        assertThat(problem.path("type").asText()).as(request).isEqualTo("/problems/" + code);
        return problem;
    }

    /// The body, which must be a well-formed problem that agrees with the status.
    JsonNode problem() {
        assertThat(header("Content-Type"))
                .as("%s: type of %s %s", request, status, body)
                .startsWith("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("status").asInt()).as(body).isEqualTo(status);
        assertThat(problem.path("type").asText()).as(body).startsWith("/problems/");
        assertThat(problem.path("title").asText()).as(body).isNotBlank();
        assertThat(problem.path("detail").asText()).as(body).isNotBlank();
        assertThat(body).doesNotContain("Exception", "java.", "dev.hongyan", "select ", "SQL", "\tat ");
        return problem;
    }

    JsonNode json() {
        return Json.read(body);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
