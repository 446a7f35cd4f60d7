package dev.hongyan.redpacket.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.call.Instances;
import dev.hongyan.kit.identity.ServiceToken;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Asks user-service whether a session goes on, before money leaves a wallet: an ended one is refused at once, not when
/// its token is over. Unreachable is 503.
@ApplicationScoped
class SessionCheck {
    private final ObjectMapper mapper;
    private final ServiceToken token;
    private final Instances instances;

    @Inject
    SessionCheck(
            ObjectMapper mapper, ServiceToken token, @ConfigProperty(name = "hongyan.user.url") List<String> urls) {
        this.mapper = mapper;
        this.token = token;
        this.instances = new Instances(urls);
    }

    void requireActive(UUID session) {
        try {
            String authorization = token.authorization();
            JsonNode status = mapper.readTree(instances.send(
                    "/internal/sessions/" + session,
                    request -> request.header("Authorization", authorization).GET()));
            if (!status.path("active").asBoolean()) {
                throw new ProblemException(ProblemCode.SESSION_ENDED);
            }
        } catch (Instances.Absent e) {
            throw new ProblemException(ProblemCode.SESSION_ENDED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
