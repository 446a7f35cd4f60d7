package dev.hongyan.redpacket.talk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import dev.hongyan.kit.call.Instances;
import dev.hongyan.kit.identity.ServiceToken;
import dev.hongyan.kit.trace.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The way to message-service. Never called with rows locked that somebody else may want: nobody waits for the network
/// of others.
@ApplicationScoped
public class Conversations {
    private static final Logger LOG = Logger.getLogger(Conversations.class);
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final int NOT_FOUND = 404;
    private static final Duration APPEND = Duration.ofSeconds(3);
    private static final AppendAnswer UNREACHED = new AppendAnswer.Retry(1_000);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private final ObjectMapper mapper;
    private final ServiceToken token;
    private final Instances instances;

    @Inject
    Conversations(
            ObjectMapper mapper, ServiceToken token, @ConfigProperty(name = "hongyan.message.url") List<String> urls) {
        this.mapper = mapper;
        this.token = token;
        this.instances = new Instances(urls);
    }

    /// How these users stand in a conversation.
    ///
    /// @throws UncheckedIOException when message-service cannot be reached; a caller is answered 503 then
    public Access access(UUID conversation, Collection<UUID> users) {
        return access(Map.of(conversation, users)).getOrDefault(conversation, none());
    }

    /// The same for several conversations, in one call.
    public Map<UUID, Access> access(Map<UUID, ? extends Collection<UUID>> questions) {
        ObjectNode body = mapper.createObjectNode();
        questions.forEach((conversation, users) -> {
            ObjectNode item = body.withArray("items").addObject().put("conversation", conversation.toString());
            users.forEach(user -> item.withArray("users").add(user.toString()));
        });
        try {
            String authorization = token.authorization();
            byte[] json = mapper.writeValueAsBytes(body);
            JsonNode answer = mapper.readTree(instances.send(
                    "/internal/access",
                    request -> request.header("Authorization", authorization)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(json))));
            Map<UUID, Access> found = new HashMap<>();
            for (JsonNode item : answer.path("items")) {
                found.put(UUID.fromString(item.path("conversation").asText()), read(item));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Access none() {
        return new Access(Set.of(), null, 0, Map.of());
    }

    private static Access read(JsonNode item) {
        Set<UUID> members = new HashSet<>();
        item.path("members").forEach(id -> members.add(UUID.fromString(id.asText())));
        Map<UUID, Access.Refusal> refusals = new HashMap<>();
        item.path("refusals").properties().forEach(entry -> {
            JsonNode refusal = entry.getValue();
            refusals.put(
                    UUID.fromString(entry.getKey()),
                    new Access.Refusal(
                            ProblemCode.ofCode(refusal.path("problem").asText()).orElse(ProblemCode.FORBIDDEN),
                            refusal.path("until").isTextual()
                                    ? Instant.parse(refusal.path("until").asText())
                                    : null));
        });
        return new Access(
                members,
                item.path("kind").isTextual() ? item.path("kind").asText() : null,
                item.path("memberCount").asInt(),
                refusals);
    }

    /// Begins the direct conversation of the caller with somebody, as the caller himself could; false when there is
    /// no such person.
    ///
    /// @param authorization the header of that name with which he calls
    /// @throws UncheckedIOException when message-service cannot be reached
    public boolean beginDirect(String authorization, UUID with) {
        for (Instances.Instance instance : instances.inTurn()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(instance.url() + "/api/conversations/direct/" + with))
                    .timeout(APPEND)
                    .header("Authorization", authorization)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            try {
                int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 == 2 || status == NOT_FOUND) {
                    instance.answered();
                    return status != NOT_FOUND;
                }
                LOG.warnf("conversation not begun, status=%d", status);
                instance.failed();
            } catch (IOException e) {
                instance.failed();
                LOG.warnf("conversation not begun, cause=%s", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new UncheckedIOException(new IOException("message-service does not answer"));
    }

    /// A message that the system writes on behalf of `sender`.
    public Append message(UUID conversation, UUID id, UUID sender, MessageType type, ObjectNode body) {
        return new Append(Append.Origin.SERVICE, conversation, id, sender, content(type, body));
    }

    /// Appends one. Safe to repeat.
    public AppendAnswer append(Append message) {
        return append(List.of(message)).getFirst();
    }

    /// The restores of message-service's database, by generation: until when each knows what was written.
    ///
    /// @throws UncheckedIOException when message-service cannot be reached
    Map<Long, Instant> restorations() {
        try {
            String authorization = token.authorization();
            JsonNode answer = mapper.readTree(instances.send(
                    "/internal/restorations",
                    request -> request.header("Authorization", authorization).GET()));
            Map<Long, Instant> found = new HashMap<>();
            for (JsonNode item : answer.path("items")) {
                found.put(
                        item.path("generation").asLong(),
                        Instant.parse(item.path("holdsUntil").asText()));
            }
            return found;
        } catch (Instances.Absent olderVersion) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Appends in one call; all of them are to be repeated when it does not get through.
    List<AppendAnswer> append(List<Append> appends) {
        byte[] request = AppendCall.encodeRequest(appends);
        for (Instances.Instance instance : instances.inTurn()) {
            try {
                List<AppendAnswer> answers = AppendCall.decodeAnswer(post(instance.url(), request));
                instance.answered();
                return answers;
            } catch (IOException | IllegalArgumentException e) {
                instance.failed();
                LOG.warnf("append not answered, cause=%s", e.toString());
            }
        }
        return appends.stream().map(_ -> UNREACHED).toList();
    }

    private byte[] post(String url, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/internal/messages"))
                .timeout(APPEND)
                .header("Authorization", token.authorization())
                .header("Content-Type", "application/octet-stream")
                .header("Accept", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Trace.current().ifPresent(trace -> request.header(Trace.HEADER, trace.header()));
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException(url + " answered " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private MessageContent content(MessageType type, ObjectNode body) {
        try {
            String json = "{\"type\":\"" + type.wireName() + "\",\"body\":" + mapper.writeValueAsString(body)
                    + ",\"replyTo\":null,\"mentions\":[]}";
            return new MessageContent(type, json.getBytes(StandardCharsets.UTF_8), false);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
