package dev.hongyan.user.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class LoginLimitTest extends UserServiceTest {
    /// Of nobody, and seconds of work to compare with.
    private static final String HEAVY =
            "$argon2id$v=19$m=65536,t=6,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";

    @Inject
    Passwords passwords;

    @Inject
    PasswordConfig config;

    @Test
    void countsNoTryThatWasTurnedAwayUnheard() throws InterruptedException {
        TestUser owner = newUser();
        Api address = api();
        List<Thread> storm = new ArrayList<>();
        occupy(storm, config.atOnce(), HEAVY);
        occupy(storm, config.waiting(), passwords.dummy());

        for (int i = 0; i < 12; i++) {
            Answer unheard = logIn(address, owner.username(), TestUser.PASSWORD);

            assertThat(unheard.status()).isEqualTo(503);
            assertThat(unheard.problem()).isEqualTo("unavailable");
        }
        for (Thread each : storm) {
            each.join();
        }
        assertThat(logIn(address, owner.username(), TestUser.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void countsNoTryOfALoginThatMustWaitAgainstTheOthersOfItsAddress() {
        TestUser guessed = newUser();
        TestUser neighbour = newUser();
        Api address = api();

        List<Answer> guesses = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            guesses.add(logIn(address, guessed.username(), "guess guess"));
        }

        assertThat(guesses).extracting(Answer::status).containsOnly(401, 429);
        assertThat(logIn(address, neighbour.username(), TestUser.PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void slowsAnAddressDownThatGuessesManyLogins() {
        Api address = api();

        List<Answer> answers = Api.together(120, () -> logIn(address, TestUser.newName(), "guess guess"));
        Answer next = logIn(address, TestUser.newName(), "guess guess");

        assertThat(answers).extracting(Answer::status).isSubsetOf(401, 429);
        assertThat(next.status()).isEqualTo(429);
        assertThat(next.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
        assertThat(logIn(api(), newUser().username(), TestUser.PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void admitsNoMoreSignInsOfAnAddressAtOnceThanItMayHave() {
        TestUser owner = newUser();
        Api address = api();
        List<Thread> storm = new ArrayList<>();
        occupy(storm, config.atOnce(), HEAVY);

        List<Answer> answers = Api.together(60, () -> logIn(address, owner.username(), TestUser.PASSWORD));

        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .hasSizeLessThanOrEqualTo(20)
                .allMatch(answer -> answer.headers().firstValue("Retry-After").isPresent());
        assertThat(logIn(address, owner.username(), TestUser.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void signsAHouseholdInAtOnce() {
        Queue<TestUser> people = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 70; i++) {
            people.add(newUser());
        }
        Api address = api();

        List<Answer> answers =
                Api.together(70, () -> logIn(address, people.remove().username(), TestUser.PASSWORD));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
    }

    private void occupy(List<Thread> storm, int times, String hash) {
        for (int i = 0; i < times; i++) {
            storm.add(Thread.ofPlatform().daemon().start(() -> passwords.matches("guess guess", hash)));
        }
        await().until(() -> storm.stream().allMatch(LoginLimitTest::waitsForItsTurn));
    }

    /// And not for a lock on the way there: then it is not in the queue yet.
    private static boolean waitsForItsTurn(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(FutureTask.class.getName())
                        && frame.getMethodName().equals("get"));
    }

    private static Answer logIn(Api api, String login, String password) {
        return api.post("/api/auth/login", Map.of("login", login, "password", password));
    }
}
