package dev.hongyan.user.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.Violations;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LoginTest extends UserServiceTest {
    private static final String PATH = "/api/auth/login";
    private static final String PASSWORD_PATH = "/api/auth/password";

    @Test
    void signsInByUsernameOrAddressInAnyCase() {
        String name = TestUser.newName();
        api().post(
                        "/api/auth/register",
                        Map.of(
                                "username",
                                name,
                                "password",
                                TestUser.PASSWORD,
                                "displayName",
                                "Somebody",
                                "email",
                                name + "@example.org"));

        for (String login : List.of(name, name.toUpperCase(Locale.ROOT), name + "@EXAMPLE.org")) {
            Answer answer = logIn(api(), login, TestUser.PASSWORD);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("user").path("username").asText()).isEqualTo(name);
            assertThat(answer.text("refreshToken")).hasSizeGreaterThanOrEqualTo(43);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void answersAnUnknownLoginLikeAWrongPassword() {
        Answer wrong = logIn(api(), newUser().username(), "not the password");
        Answer unknown = logIn(api(), TestUser.newName(), "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.problem()).isEqualTo("wrong-credentials");
        assertThat(withoutTrace(unknown)).isEqualTo(withoutTrace(wrong));
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(wrong.headers().map().keySet());
    }

    @Test
    void slowsAGuesserDownAndNotTheOwner() {
        TestUser owner = newUser();
        Api guesser = api();

        for (int i = 0; i < 10; i++) {
            assertThat(logIn(guesser, owner.username(), "guess number " + i).status())
                    .isEqualTo(401);
        }
        Answer answer = logIn(guesser, owner.username(), TestUser.PASSWORD);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
        assertThat(logIn(api(), owner.username(), TestUser.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void holdsTheLimitAgainstManyGuessesAtOnce() {
        TestUser owner = newUser();
        Api guesser = api();

        List<Answer> answers = Api.together(64, () -> logIn(guesser, owner.username(), "guess guess"));

        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSizeLessThanOrEqualTo(50);
        assertThat(answers).extracting(Answer::status).contains(429).isSubsetOf(401, 429);
        Answer after = logIn(guesser, owner.username(), TestUser.PASSWORD);
        assertThat(after.status()).isEqualTo(429);
        assertThat(after.headers().firstValueAsLong("Retry-After").orElseThrow())
                .as("what was tried beyond the limit is waited for")
                .isGreaterThan(30);
    }

    @Test
    void signsManyDevicesOfOnePersonInAtOnce() {
        TestUser owner = newUser();
        Api address = api();

        List<Answer> answers = Api.together(40, () -> logIn(address, owner.username(), TestUser.PASSWORD));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
    }

    @Test
    void refusesWhatCannotBeALogin() {
        assertThat(api().post(PATH, Map.of()).body().path("violations").findValuesAsText("field"))
                .containsExactly("login", "password");
        assertThat(logIn(api(), "x".repeat(300), "password").status()).isEqualTo(400);
        assertThat(logIn(api(), "somebody", "x".repeat(200)).status()).isEqualTo(400);
    }

    @Test
    void changesThePasswordAndEndsAllOtherSessions() {
        TestUser user = newUser();
        TestUser elsewhere = TestUser.of(api(), logIn(api(), user.username(), TestUser.PASSWORD));

        assertThat(user.api()
                        .put(PASSWORD_PATH, Map.of("current", TestUser.PASSWORD, "new", "another horse battery"))
                        .status())
                .isEqualTo(204);

        assertThat(elsewhere.api().get("/api/users/me").problem()).isEqualTo("session-ended");
        assertThat(user.api().get("/api/users/me").status()).isEqualTo(200);
        assertThat(logIn(api(), user.username(), TestUser.PASSWORD).status()).isEqualTo(401);
        assertThat(logIn(api(), user.username(), "another horse battery").status())
                .isEqualTo(200);
    }

    @Test
    void refusesAPasswordChangeThatBreaksARule() {
        TestUser user = newUser();

        for (String bad : List.of("short", "password123", user.username(), "x".repeat(129))) {
            assertThat(user.api()
                            .put(PASSWORD_PATH, Map.of("current", TestUser.PASSWORD, "new", bad))
                            .problem())
                    .isEqualTo("invalid-request");
        }
        assertThat(user.api().put(PASSWORD_PATH, null).status()).isEqualTo(400);
        assertThat(api().put(PASSWORD_PATH, Map.of()).status()).isEqualTo(401);
    }

    @Test
    void refusesAWrongCurrentPasswordAsAWrongFieldAndSlowsItDown() {
        TestUser user = newUser();
        Map<String, String> change = Map.of("current", "not the password", "new", "another horse");

        for (int i = 0; i < 10; i++) {
            Answer answer = user.api().put(PASSWORD_PATH, change);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-request");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
            assertThat(answer.body().path("violations").findValuesAsText("field"))
                    .containsExactly("current");
            assertThat(answer.body().path("violations").path(0).path("message").asText())
                    .isEqualTo(Violations.text(Locale.ENGLISH, "password.wrong"));
        }
        assertThat(user.api().put(PASSWORD_PATH, change).status()).isEqualTo(429);
        assertThat(logIn(api(), user.username(), TestUser.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void changesThePasswordForOneOfManyAtOnce() {
        TestUser user = newUser();

        List<Answer> answers = Api.together(
                8,
                () -> Api.untilThere(() -> user.api()
                        .put(PASSWORD_PATH, Map.of("current", TestUser.PASSWORD, "new", "another horse battery"))));

        assertThat(answers).filteredOn(answer -> answer.status() == 204).hasSize(1);
        assertThat(answers).extracting(Answer::status).isSubsetOf(204, 400, 429);
    }

    @Test
    void speaksTheLanguageOfTheCaller() {
        Answer chinese = logIn(api().with("Accept-Language", "zh-CN,en;q=0.5"), "nobody.here", "not the password");

        assertThat(chinese.text("title")).containsPattern("\\p{IsHan}");
        assertThat(chinese.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(((ObjectNode) chinese.body()).path("status").asInt()).isEqualTo(401);
    }

    private static Answer logIn(Api api, String login, String password) {
        return api.post(PATH, Map.of("login", login, "password", password));
    }

    private static JsonNode withoutTrace(Answer answer) {
        return ((ObjectNode) answer.body().deepCopy()).without("traceId");
    }
}
