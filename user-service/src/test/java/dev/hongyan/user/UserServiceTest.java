package dev.hongyan.user;

import dev.hongyan.kit.testing.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URL;

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
}
