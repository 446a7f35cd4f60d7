package dev.hongyan.push.messagelog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What message-service is asked. Appends go out without blocking; everything else is called from virtual threads.
@ApplicationScoped
public class MessageLog {
    /// The most conversations of one sync.
    public static final int MAX_SYNC_ITEMS = 200;
    /// The most conversations of one comparison of heads.
    public static final int MAX_HEAD_CONVERSATIONS = 2_000;
    /// The most messages of one conversation that a sync answers.
    public static final int MAX_SYNC_LIMIT = 10_000;
    /// The most users of one comparison of heads.
    public static final int MAX_HEAD_USERS = 500;

    private static final JsonMapper JSON = new JsonMapper();

    private final MessageCalls calls;

    @Inject
    MessageLog(MessageCalls calls) {
        this.calls = calls;
    }

    /// Whether message-service said in its last answer that its records come late.
    public boolean isLagging() {
        return calls.isLagging();
    }

    /// A batch of appends; the answer's bytes. Never blocks.
    ///
    /// @param traceparent of the call, if that is recorded
    public Future<byte[]> append(byte[] batch, @Nullable String traceparent) {
        return calls.append(batch, traceparent);
    }

    /// The conversations of a user.
    public ConversationList conversations(UUID user) throws IOException {
        JsonNode answer = JSON.readTree(calls.ask("/internal/users/" + user + "/conversations", new byte[0]));
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
        return SyncReader.read(calls.ask("/internal/sync", JSON.writeValueAsBytes(body)));
    }

    /// The heads of conversations and the versions of users.
    public Heads heads(Collection<UUID> conversations, Collection<UUID> users) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode conversationIds = body.putArray("conversations");
        conversations.forEach(id -> conversationIds.add(id.toString()));
        ArrayNode userIds = body.putArray("users");
        users.forEach(id -> userIds.add(id.toString()));
        JsonNode answer = JSON.readTree(calls.ask("/internal/heads", JSON.writeValueAsBytes(body)));
        return new Heads(numbers(answer.path("heads")), numbers(answer.path("versions")));
    }

    /// Moves members' positions.
    public void positions(List<Position> read, List<Position> received) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        put(body.putArray("read"), read);
        put(body.putArray("received"), received);
        calls.ask("/internal/positions", JSON.writeValueAsBytes(body));
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
}
