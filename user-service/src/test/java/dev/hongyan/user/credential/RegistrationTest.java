package dev.hongyan.user.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Violations;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RegistrationTest extends UserServiceTest {
    private static final String PATH = "/api/auth/register";

    @Test
    void opensAnAccountAndSignsIn() {
        String name = TestUser.newName();
        Answer answer = api().post(
                        PATH,
                        Map.of(
                                "username",
                                name.toUpperCase(Locale.ROOT),
                                "password",
                                TestUser.PASSWORD,
                                "displayName",
                                " 单小明 Li ",
                                "email",
                                name + "@Example.org",
                                "device",
                                Map.of("name", "Phone", "platform", "android")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(600);
        assertThat(answer.body().path("user").path("username").asText()).isEqualTo(name);
        assertThat(answer.body().path("user").path("displayName").asText()).isEqualTo("单小明 Li");
        assertThat(answer.body().path("user").path("pinyin").asText()).isEqualTo("shan xiao ming li");
        assertThat(answer.body().path("user").path("email").asText()).isEqualTo(name + "@example.org");
        assertThat(api().as(answer.text("accessToken")).get("/api/users/me").status())
                .isEqualTo(200);
        assertThat(api().as(answer.text("accessToken"))
                        .get("/api/auth/sessions")
                        .body()
                        .path("items")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("Phone");
    }

    @ParameterizedTest
    @CsvSource({
        "username, ab, username.form",
        "username, 1abc, username.form",
        "username, a b c, username.form",
        "password, short, password.length",
        "password, password1, password.common",
        "password, Hongyan123, password.common",
        "password, ¤¤¤¤¤¤¤¤¤, password.common",
        "displayName, '   ', value.length",
        "email, not-an-address, email.form",
        "email, a@b, email.form"
    })
    void refusesWhatBreaksARule(String field, String value, String rule) {
        Map<String, Object> body = new HashMap<>(
                Map.of("username", TestUser.newName(), "password", TestUser.PASSWORD, "displayName", "Somebody"));
        body.put(field, value);

        for (String language : List.of("en", "zh-CN")) {
            Answer answer = api().with("Accept-Language", language).post(PATH, body);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-request");
            assertThat(answer.body().path("violations").path(0).path("field").asText())
                    .isEqualTo(field);
            assertThat(answer.body().path("violations").path(0).path("message").asText())
                    .isEqualTo(Violations.text(Locale.forLanguageTag(language), rule));
        }
    }

    @Test
    void tellsAllViolationsAtOnce() {
        Answer answer = api().post(PATH, Map.of());

        assertThat(answer.body().path("violations").findValuesAsText("field"))
                .containsExactly("displayName", "password", "username");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "email"})
    void refusesWhatIsTaken(String field) {
        String name = TestUser.newName();
        Map<String, Object> first = Map.of(
                "username", name, "password", TestUser.PASSWORD, "displayName", "One", "email", name + "@example.org");
        assertThat(api().post(PATH, first).status()).isEqualTo(202);
        Map<String, Object> second = new HashMap<>(first);
        second.put(
                field.equals("username") ? "email" : "username",
                field.equals("username") ? name + "@other.org" : TestUser.newName());

        Answer answer = api().post(PATH, second);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo(field + "-taken");
    }

    @Test
    void givesANameToOneOfManyAtOnce() {
        Map<String, Object> body =
                Map.of("username", TestUser.newName(), "password", TestUser.PASSWORD, "displayName", "One of many");

        List<Answer> answers = Api.together(64, () -> api().post(PATH, body));

        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 202)
                .allSatisfy(answer -> assertThat(answer.problem()).isIn("username-taken", "unavailable"));
    }

    @Test
    void limitsNewAccountsOfOneAddress() {
        Api oneAddress = api();
        Map<String, Object> taken =
                Map.of("username", newUser().username(), "password", TestUser.PASSWORD, "displayName", "Somebody");

        for (int i = 0; i < 60; i++) {
            assertThat(oneAddress.post(PATH, taken).status()).isEqualTo(409);
        }
        Answer answer = oneAddress.post(PATH, taken);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.problem()).isEqualTo("too-many-requests");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
    }
}
