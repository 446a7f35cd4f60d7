package dev.hongyan.user.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.contact.FriendRequestService;
import dev.hongyan.user.credential.RegistrationService;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class DemoPeopleTest extends UserServiceTest {
    @Inject
    DemoPeople people;

    @Inject
    AccountService accounts;

    @Inject
    RegistrationService registrations;

    @Inject
    FriendRequestService contacts;

    @Test
    void areWaitedForByWhoeverAsksWhetherTheServiceIsReadyAndOnlyWhenTheyAreWanted() {
        DemoPeople wanted = new DemoPeople(accounts, registrations, contacts, true);
        assertThat(wanted.settled()).isFalse();
        wanted.open();
        assertThat(wanted.settled()).isTrue();

        assertThat(new DemoPeople(accounts, registrations, contacts, false).settled())
                .isTrue();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(api().get("/q/health/ready")
                                .body()
                                .path("checks")
                                .findValuesAsText("name"))
                        .contains("demo-people"));
    }

    @Test
    void areFriendsOfOneAnotherHoweverOftenTheyAreOpened() {
        people.open();
        people.open();

        for (String name : List.of("alice", "bob", "carol")) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                Answer login = api().post("/api/auth/login", Map.of("login", name, "password", "hongyan-demo-2026"));
                assertThat(login.status()).isEqualTo(200);
                assertThat(TestUser.of(api(), login)
                                .api()
                                .get("/api/friends")
                                .body()
                                .path("items"))
                        .hasSize(2);
            });
        }
    }
}
