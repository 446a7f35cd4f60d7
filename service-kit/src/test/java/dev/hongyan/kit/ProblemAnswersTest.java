package dev.hongyan.kit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.TestTokens;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class ProblemAnswersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"count\":1.5,\"wanted\":true}",
                "{\"name\":\"a\",\"count\":\"10\",\"wanted\":true}",
                "{\"name\":\"a\",\"count\":null,\"wanted\":true}",
                "{\"name\":\"a\",\"count\":99999999999,\"wanted\":true}",
                "{\"name\":\"a\",\"count\":1,\"wanted\":\"true\"}",
                "{\"name\":\"a\",\"count\":1,\"wanted\":1}",
                "{\"name\":7,\"count\":1,\"wanted\":true}",
                "{\"name\":true,\"count\":1,\"wanted\":true}",
                "{\"name\":{\"a\":1},\"count\":1,\"wanted\":true}",
                "{\"name\":\"a\\u0000b\",\"count\":1,\"wanted\":true}",
                "{\"name\":\"\\ud800\",\"count\":1,\"wanted\":true}",
                "{\"name\":\"\\udc00\\ud800\",\"count\":1,\"wanted\":true}",
                "{\"name\":\"a\",\"count\":1,\"wanted\":true,\"id\":\"no-id\"}",
                "{\"name\":\"a\",\"count\":1,\"wanted\":true,\"id\":\"0190B6E0-0000-7000-8000-000000000000\"}",
                "{\"name\":\"a\",\"count\":1",
                "{\"name\":\"a\",\"count\":1,\"wanted\":true} trailing",
                "[]",
                "\"text\"",
                "\u0000"
            })
    void answersUnreadableBodiesWithAProblem(String body) {
        problem(given().contentType("application/json").body(body).when().post("/probe"), 400)
                .body("type", equalTo("/problems/malformed-request"))
                .body("detail", not(containsString("jackson")));
    }

    @Test
    void namesTheFieldOfTheWrongType() {
        String body = "{\"name\":\"a\",\"count\":\"10\",\"wanted\":true}";
        problem(given().contentType("application/json").body(body).when().post("/probe"), 400)
                .body("violations.field", hasItem("count"));
    }

    @Test
    void takesPairedSurrogatesAndUnknownMembers() {
        String body = "{\"name\":\"\\ud83d\\ude00鸿雁\",\"count\":1,\"wanted\":false,\"more\":[1]}";
        given().contentType("application/json")
                .body(body)
                .when()
                .post("/probe")
                .then()
                .statusCode(200)
                .body("name", equalTo("😀鸿雁"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "abc", "-1", "1.5", "99999999999999999999", "１"})
    void refusesLimitsOutOfRange(String limit) {
        problem(given().queryParam("limit", limit).when().get("/probe/limit"), 400)
                .body("violations.field", hasItem("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0190b6e0-0000-7000-8000-00000000000G", "0190B6E0-0000-7000-8000-000000000000"})
    void refusesIdsThatAreNotCanonical(String id) {
        problem(given().when().get("/probe/ids/" + id), 400);
    }

    @Test
    void speaksTheLanguageOfTheCaller() {
        problem(given().header("Accept-Language", "zh-CN,zh;q=0.9").when().get("/probe/fail/refused"), 403)
                .header("Content-Language", "zh-CN")
                .body("title", equalTo("已被对方屏蔽"));
        problem(given().header("Accept-Language", "fr").when().get("/probe/fail/refused"), 403)
                .header("Content-Language", "en")
                .body("title", equalTo("Blocked"));
    }

    @Test
    void keepsTheCauseOfAnUnforeseenFailureToItself() {
        problem(given().when().get("/probe/fail/unforeseen"), 500).body("detail", not(containsString("secret")));
    }

    @Test
    void saysWhenToComeAgainWhileTheDatabaseIsAway() {
        problem(given().when().get("/probe/fail/database"), 503)
                .header("Retry-After", "1")
                .body("retryable", equalTo(true));
    }

    @Test
    void answersUnknownPathsMethodsAndMediaTypesWithAProblem() {
        problem(given().when().get("/probe/nowhere"), 404);
        problem(given().when().get("/nowhere"), 404);
        problem(given().when().delete("/probe"), 405).header("Allow", equalTo("OPTIONS, POST"));
        problem(given().when().post("/probe/ids/7"), 405).header("Allow", equalTo("GET, HEAD, OPTIONS"));
        problem(given().contentType("text/plain").body("x").when().post("/probe"), 415);
    }

    @Test
    void refusesABodyOverTheLimit() {
        byte[] body = new byte[1_100_000];
        problem(given().contentType("application/json").body(body).when().post("/probe"), 413);
    }

    @Test
    void asksForATokenAndTakesAGoodOne() {
        UUID user = Ids.v7();
        problem(given().when().get("/probe/me"), 401).header("WWW-Authenticate", containsString("Bearer"));
        problem(given().auth().oauth2("garbage").when().get("/probe/me"), 401)
                .header("WWW-Authenticate", containsString("Bearer"));
        problem(given().auth().oauth2(TestTokens.expired(user, Ids.v7())).when().get("/probe/me"), 401)
                .body("type", equalTo("/problems/token-expired"));
        problem(given().auth().oauth2(TestTokens.service("push-service")).when().get("/probe/me"), 403);
        given().auth()
                .oauth2(TestTokens.user(user, Ids.v7()))
                .when()
                .get("/probe/me")
                .then()
                .statusCode(200)
                .body(equalTo(user.toString()));
    }

    @Test
    void deniesWhatNobodyHasOpened() {
        problem(
                given().auth()
                        .oauth2(TestTokens.user(Ids.v7(), Ids.v7()))
                        .when()
                        .get("/probe/unmarked"),
                403);
        problem(given().when().get("/probe/unmarked"), 401);
    }

    private static ValidatableResponse problem(Response response, int status) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", containsString("/problems/"));
    }
}
