package dev.hongyan.push.messagelog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.kit.call.Instances;
import dev.hongyan.kit.identity.ServiceToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The calls to message-service, whose instances take turns. Each may be repeated, so when one instance does not answer
/// the next one is asked. Appends go out without blocking; everything else is called from virtual threads.
@ApplicationScoped
public class MessageLog {
    /// The most conversations of one sync.
    public static final int MAX_SYNC_ITEMS = 200;
    /// The most conversations of one comparison of heads.
    public static final int MAX_HEAD_CONVERSATIONS = 2_000;
    /// The most messages of one conversation that a sync answers.
    public static final int MAX_SYNC_LIMIT = 10_000;
    /// The most positions of one call.
    public static final int MAX_POSITIONS = 10_000;
    /// The most users of one comparison of heads.
    public static final int MAX_HEAD_USERS = 500;

    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 1_000;
    private static final int APPEND_MILLIS = 3_000;
    /// Where there is another instance: a stopped one may hold a lane up only so long.
    private static final int APPEND_ELSEWHERE_MILLIS = 1_500;
    private static final String APPENDS = "/internal/messages";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    /// Apart from the others, so that a send never waits behind a thousand sessions that resume.
    private final HttpClient appends;
    private final ServiceToken serviceToken;
    private final Instances instances;
    private volatile boolean lagging;

    @Inject
    MessageLog(
            Vertx vertx, ServiceToken serviceToken, @ConfigProperty(name = "hongyan.message.url") List<String> urls) {
        this.serviceToken = serviceToken;
        this.instances = new Instances(urls);
        this.http = client(vertx, 64);
        this.appends = client(vertx, 16);
    }

    private static HttpClient client(Vertx vertx, int connections) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(connections)
                .setKeepAliveTimeout(30)
                .setTcpNoDelay(true));
    }

    /// Whether message-service said in its last answer that its records come late.
    public boolean isLagging() {
        return lagging;
    }

    /// A batch of appends; the answer's bytes. Never blocks.
    public Future<byte[]> append(byte[] batch) {
        return serviceToken
                .current()
                .map(token -> call(appends, HttpMethod.POST, APPENDS, token, batch))
                .orElseGet(() -> Future.failedFuture(new IOException("no service token yet")))
                .map(Buffer::getBytes);
    }

    /// The conversations of a user.
    public ConversationList conversations(UUID user) throws IOException {
        JsonNode answer = JSON.readTree(ask(HttpMethod.GET, "/internal/users/" + user + "/conversations", new byte[0]));
        List<ConversationList.Item> items = new ArrayList<>();
        for (JsonNode item : answer.path("items")) {
            items.add(new ConversationList.Item(
                    id(item.path("conversation").asText()),
                    item.path("kind").asText(),
                    item.path("head").asLong(),
                    item.path("members").asInt()));
        }
        return new ConversationList(answer.path("versions").asLong(), items);
    }

    /// What a user may see after these positions.
    ///
    /// @param limit how many of the newest messages of a conversation are answered at most
    public List<SyncItem> sync(UUID user, int limit, List<SyncQuestion> questions) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("user", user.toString()).put("limit", limit);
        ArrayNode items = body.putArray("items");
        for (SyncQuestion question : questions) {
            items.addObject()
                    .put("conversation", question.conversation().toString())
                    .put("after", question.after());
        }
        return SyncReader.read(ask(HttpMethod.POST, "/internal/sync", JSON.writeValueAsBytes(body)));
    }

    /// The heads of conversations and the versions of users.
    public Heads heads(Collection<UUID> conversations, Collection<UUID> users) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode conversationIds = body.putArray("conversations");
        conversations.forEach(id -> conversationIds.add(id.toString()));
        ArrayNode userIds = body.putArray("users");
        users.forEach(id -> userIds.add(id.toString()));
        JsonNode answer = JSON.readTree(ask(HttpMethod.POST, "/internal/heads", JSON.writeValueAsBytes(body)));
        return new Heads(numbers(answer.path("heads")), numbers(answer.path("versions")));
    }

    /// Moves members' positions.
    public void positions(List<Position> read, List<Position> received) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        put(body.putArray("read"), read);
        put(body.putArray("received"), received);
        ask(HttpMethod.POST, "/internal/positions", JSON.writeValueAsBytes(body));
    }

    private static void put(ArrayNode array, List<Position> positions) {
        for (Position position : positions) {
            array.addObject()
                    .put("conversation", position.conversation().toString())
                    .put("user", position.user().toString())
                    .put("seq", position.seq());
        }
    }

    private static Map<UUID, Long> numbers(JsonNode object) throws IOException {
        Map<UUID, Long> numbers = HashMap.newHashMap(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            numbers.put(id(entry.getKey()), entry.getValue().asLong());
        }
        return numbers;
    }

    private static UUID id(String text) throws IOException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("malformed answer of message-service", e);
        }
    }

    private byte[] ask(HttpMethod method, String path, byte[] body) throws IOException {
        try {
            return call(http, method, path, serviceToken.authorization(), body)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CONNECT_MILLIS + 2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .getBytes();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new IOException("message-service did not answer " + path, e);
        }
    }

    private Future<Buffer> call(HttpClient client, HttpMethod method, String path, String token, byte[] body) {
        boolean json = !path.equals(APPENDS);
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .putHeader("Authorization", token)
                .putHeader("Content-Type", json ? "application/json" : "application/octet-stream");
        return callOneOf(instances.inTurn(), client, options, path, body);
    }

    private Future<Buffer> callOneOf(
            List<Instances.Instance> candidates, HttpClient client, RequestOptions options, String path, byte[] body) {
        Instances.Instance instance = candidates.getFirst();
        List<Instances.Instance> others = candidates.subList(1, candidates.size());
        int appendMillis = others.isEmpty() ? APPEND_MILLIS : APPEND_ELSEWHERE_MILLIS;
        RequestOptions here = new RequestOptions(options)
                .setAbsoluteURI(instance.url() + path)
                .setTimeout(path.equals(APPENDS) ? appendMillis : ANSWER_MILLIS);
        return call(client, here, path, body)
                .onSuccess(_ -> instance.answered())
                .recover(failure -> {
                    instance.failed();
                    return others.isEmpty()
                            ? Future.failedFuture(failure)
                            : callOneOf(others, client, options, path, body);
                });
    }

    private Future<Buffer> call(HttpClient client, RequestOptions options, String path, byte[] body) {
        Future<HttpClientResponse> response =
                client.request(options).compose(request -> body.length == 0 ? request.send() : send(request, body));
        return response.compose(answer -> {
            String late = answer.getHeader("X-Outbox-Lagging");
            if (late != null) {
                lagging = late.equals("true");
            }
            return answer.body()
                    .compose(bytes -> answer.statusCode() == 200
                            ? Future.succeededFuture(bytes)
                            : Future.failedFuture(new IOException(path + " answered " + answer.statusCode())));
        });
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, byte[] body) {
        return request.send(Buffer.buffer(body));
    }
}
