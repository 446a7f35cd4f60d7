package dev.hongyan.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.LocalStack;
import dev.hongyan.kit.testing.PublishedEvents;
import dev.hongyan.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// What every test over HTTP stands on.
@QuarkusTestResource(value = LocalStack.class, initArgs = @ResourceArg(name = "database", value = "groups"))
@QuarkusTestResource(Neighbours.class)
@SuppressWarnings("NullAway.Init") // injected
public abstract class GroupServiceTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TestHTTPResource("/")
    URL url;

    @AfterEach
    final void bringTheNeighboursBack() {
        neighbours().delete("/away/user");
        neighbours().delete("/away/message");
    }

    /// The service as a client sees it.
    protected final Api api() {
        return new Api(url.toString());
    }

    /// The service as another service sees it.
    protected final Api service() {
        return api().as(TestTokens.service("push-service"));
    }

    /// The services next to this one, as tests steer them.
    protected final Api neighbours() {
        return new Api(ConfigProvider.getConfig().getValue("hongyan.test.neighbours", String.class));
    }

    /// Somebody new, of whom user-service alone knows.
    protected final TestUser newUser() {
        return newUser("Test person", null);
    }

    /// Somebody new of that name.
    protected final TestUser newUser(String displayName, @Nullable String avatarUrl) {
        UUID id = Ids.v7();
        String username = "u" + id.toString().replace("-", "");
        Map<String, @Nullable Object> person = new HashMap<>();
        person.put("id", id);
        person.put("version", 1);
        person.put("username", username);
        person.put("displayName", displayName);
        person.put("avatarUrl", avatarUrl);
        neighbours().post("/people", person);
        return signedIn(id, username);
    }

    /// Somebody of whom nobody knows.
    protected final TestUser stranger() {
        return signedIn(Ids.v7(), "nobody");
    }

    private TestUser signedIn(UUID id, String username) {
        return new TestUser(api().as(TestTokens.user(id, UUID.randomUUID())), id, username);
    }

    /// What message-service was told of a group by calls, in the order of it.
    protected final List<GroupEvent> told(String group) {
        List<GroupEvent> events = new ArrayList<>();
        for (JsonNode event : neighbours().get("/events").body()) {
            if (event.path("data").path("group").asText().equals(group)) {
                events.add(decode(event));
            }
        }
        return events;
    }

    /// What the world was told of a group by the broker, in the order of it.
    protected final List<GroupEvent> published(String group) throws IOException {
        List<GroupEvent> events = new ArrayList<>();
        for (DomainEvent event : PublishedEvents.of(Topics.GROUP)) {
            if (event instanceof GroupEvent of && of.group().toString().equals(group)) {
                events.add(of);
            }
        }
        return events;
    }

    private static GroupEvent decode(JsonNode event) {
        try {
            return (GroupEvent)
                    EventCodec.decode(event.path("type").asText(), MAPPER.writeValueAsBytes(event.path("data")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
