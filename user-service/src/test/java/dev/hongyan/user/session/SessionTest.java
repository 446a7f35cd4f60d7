package dev.hongyan.user.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionTest extends UserServiceTest {
    private static final String REFRESH = "/api/auth/refresh";
    private static final String SESSIONS = "/api/auth/sessions";

    @Test
    void goesOnWithANewPairOfTokens() {
        TestUser user = newUser();

        Answer answer = refresh(user.refreshToken());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(600);
        assertThat(answer.text("refreshToken")).isNotEqualTo(user.refreshToken());
        assertThat(api().as(answer.text("accessToken")).get("/api/users/me").text("id"))
                .isEqualTo(user.id());
        assertThat(refresh(answer.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void endsTheSessionWhenARefreshTokenIsReplayed() {
        TestUser user = newUser();
        Answer first = refresh(user.refreshToken());

        Answer replayed = refresh(user.refreshToken());

        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.problem()).isEqualTo("session-ended");
        assertThat(refresh(first.text("refreshToken")).problem()).isEqualTo("session-ended");
        assertThat(user.api().get("/api/users/me").problem()).isEqualTo("session-ended");
    }

    @Test
    void letsOneOfManyRefreshesAtOnceWin() {
        TestUser user = newUser();

        List<Answer> answers = Api.together(64, () -> Api.untilThere(() -> refresh(user.refreshToken())));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::problem)
                .containsOnly("session-ended");
        assertThat(user.api().get("/api/users/me").problem()).isEqualTo("session-ended");
    }

    @Test
    void refusesWhatIsNoRefreshToken() {
        assertThat(refresh("made up").problem()).isEqualTo("session-ended");
        assertThat(refresh(newUser().accessToken()).status()).isEqualTo(401);
        for (Answer answer : List.of(api().post(REFRESH, null), api().post(REFRESH, Map.of()))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void endsAtLogout() {
        TestUser user = newUser();

        assertThat(user.api().post("/api/auth/logout", null).status()).isEqualTo(204);

        assertThat(user.api().get("/api/users/me").problem()).isEqualTo("session-ended");
        assertThat(user.api().post("/api/auth/logout", null).status()).isEqualTo(401);
        assertThat(refresh(user.refreshToken()).problem()).isEqualTo("session-ended");
    }

    @Test
    void listsDevicesAndSignsOneOut() {
        TestUser user = newUser();
        Answer second = api().post(
                        "/api/auth/login",
                        Map.of(
                                "login", user.username(),
                                "password", TestUser.PASSWORD,
                                "device", Map.of("name", "书房", "platform", "web")));

        Answer first = user.api().get(SESSIONS + "?limit=1");
        assertThat(first.body().path("items").path(0).path("name").asText()).isEqualTo("书房");
        assertThat(first.body().path("items").path(0).path("current").asBoolean())
                .isFalse();
        Answer rest = user.api().get(SESSIONS + "?limit=1&cursor=" + first.text("next"));
        assertThat(rest.body().path("items").path(0).path("current").asBoolean())
                .isTrue();
        assertThat(rest.body().path("next").isNull()).isTrue();

        String id = first.body().path("items").path(0).path("id").asText();
        assertThat(user.api().delete(SESSIONS + "/" + id).status()).isEqualTo(204);
        assertThat(user.api().delete(SESSIONS + "/" + id).status()).isEqualTo(404);
        assertThat(api().as(second.text("accessToken")).get("/api/users/me").problem())
                .isEqualTo("session-ended");
        assertThat(user.api().get(SESSIONS).body().path("items")).hasSize(1);
    }

    @Test
    void signsNobodyElseOut() {
        TestUser user = newUser();
        String id =
                user.api().get(SESSIONS).body().path("items").path(0).path("id").asText();

        assertThat(newUser().api().delete(SESSIONS + "/" + id).status()).isEqualTo(404);
        assertThat(newUser().api().delete(SESSIONS + "/" + Ids.v7()).status()).isEqualTo(404);
        assertThat(newUser().api().delete(SESSIONS + "/not-an-id").status()).isEqualTo(400);
        assertThat(user.api().get("/api/users/me").status()).isEqualTo(200);
    }

    @Test
    void keepsTheRefreshTokenOfABrowserInACookie() {
        TestUser user = newUser();
        Api browser = api().with("X-Session", "cookie").with("Origin", "http://localhost:8080");

        Answer login = browser.post("/api/auth/login", Map.of("login", user.username(), "password", TestUser.PASSWORD));
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(login.body().has("refreshToken")).isFalse();
        assertThat(cookie)
                .startsWith("hongyan_refresh=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/api/auth")
                .doesNotContain("Secure");

        Answer refreshed =
                browser.with("Cookie", cookie.substring(0, cookie.indexOf(';'))).post(REFRESH, null);
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.body().has("refreshToken")).isFalse();
        String next = refreshed.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(next).isNotEqualTo(cookie);

        Answer out = browser.as(refreshed.text("accessToken"))
                .with("Cookie", next.substring(0, next.indexOf(';')))
                .post("/api/auth/logout", null);
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("hongyan_refresh=;", "Max-Age=0");
    }

    @Test
    void takesACookieFromTheOwnOriginAlone() {
        TestUser user = newUser();
        Api withCookie = api().with("Cookie", "hongyan_refresh=" + user.refreshToken());

        assertThat(withCookie.post(REFRESH, null).problem()).isEqualTo("foreign-origin");
        assertThat(withCookie
                        .with("Origin", "https://evil.example")
                        .post(REFRESH, null)
                        .problem())
                .isEqualTo("foreign-origin");
        assertThat(api().with("X-Session", "cookie")
                        .with("Origin", "null")
                        .post("/api/auth/login", Map.of("login", user.username(), "password", TestUser.PASSWORD))
                        .problem())
                .isEqualTo("foreign-origin");
        assertThat(withCookie
                        .with("Origin", "http://localhost:8080")
                        .post(REFRESH, null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesTheCookieAwayWhateverTheOriginIs() {
        for (String origin : List.of("http://a b", "null", "::", "https://evil.example")) {
            TestUser user = newUser();

            Answer out = user.api()
                    .with("Origin", origin)
                    .with("Cookie", "hongyan_refresh=" + user.refreshToken())
                    .post("/api/auth/logout", null);

            assertThat(out.status()).as(origin).isEqualTo(204);
            assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("hongyan_refresh=;", "Max-Age=0");
            assertThat(user.api().get("/api/users/me").problem()).isEqualTo("session-ended");
        }
    }

    @Test
    void signsNobodyInByAPageOfSomebodyElse() {
        TestUser user = newUser();
        String newcomer = TestUser.newName();
        Map<String, Object> registration =
                Map.of("username", newcomer, "password", TestUser.PASSWORD, "displayName", "Somebody");
        Map<String, Object> login = Map.of("login", user.username(), "password", TestUser.PASSWORD);

        for (String origin :
                List.of("https://evil.example", "null", "http://a b", "http://localhost:8080.evil.example")) {
            Api page = api().with("X-Session", "cookie").with("Origin", origin);
            for (Answer answer :
                    List.of(page.post("/api/auth/register", registration), page.post("/api/auth/login", login))) {
                assertThat(answer.problem()).as(origin).isEqualTo("foreign-origin");
                assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            }
        }
        assertThat(api().post("/api/auth/register", registration).status())
                .as("nothing was opened")
                .isEqualTo(202);
    }

    private Answer refresh(String token) {
        return api().post(REFRESH, Map.of("refreshToken", token));
    }
}
