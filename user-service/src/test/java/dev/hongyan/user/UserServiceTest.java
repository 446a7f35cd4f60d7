package dev.hongyan.user;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What every test over HTTP stands on.
@QuarkusTestResource(value = LocalStack.class, initArgs = @ResourceArg(name = "database", value = "users"))
@SuppressWarnings("NullAway.Init") // injected
public abstract class UserServiceTest {
    @TestHTTPResource("/")
    URL url;

    /// The service as a client sees it.
    protected final Api api() {
        return new Api(url.toString());
    }

    /// Somebody new.
    protected final TestUser newUser() {
        return TestUser.register(api());
    }

    /// The service as another service sees it.
    protected final Api service() {
        Api.Answer token = api().with("Content-Type", "application/x-www-form-urlencoded")
                .with("Authorization", basic("push-service", "push-secret-of-the-tests"))
                .post("/internal/token", "grant_type=client_credentials");
        return api().as(token.text("accessToken"));
    }

    /// The header of HTTP Basic.
    protected static String basic(String client, String secret) {
        byte[] credentials = (client + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
