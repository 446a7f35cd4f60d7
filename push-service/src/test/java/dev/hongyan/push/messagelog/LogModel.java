package dev.hongyan.push.messagelog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.contracts.message.MessageContent;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What message-service answers and publishes, from a log in memory: the contract of the internal calls as
/// a model.
public final class LogModel implements MessageCalls {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<UUID, Group> groups = new LinkedHashMap<>();
    private final Map<UUID, Long> versions = new HashMap<>();
    private final List<Integer> positions = new ArrayList<>();
    private boolean isAway;
    private boolean isSilent;
    private boolean isLate;
    private boolean saidLate;
    private int lists;
    private int reads;
    private Runnable afterListing = () -> {};

    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    private record Message(long seq, byte[] json, Set<UUID> joined, Set<UUID> left) {}

    /// From a joining notice to a leaving one, or still open.
    private record Stay(long from, long to) {
        boolean isOpen() {
            return to == Long.MAX_VALUE;
        }

        boolean holds(long seq) {
            return from <= seq && seq <= to;
        }
    }

    private static final class Group {
        private final List<Message> log = new ArrayList<>();
        private final Map<UUID, List<Stay>> stays = new HashMap<>();
        private long published;

        long head() {
            return log.size();
        }

        boolean holds(UUID user) {
            List<Stay> all = stays.getOrDefault(user, List.of());
            return !all.isEmpty() && all.getLast().isOpen();
        }

        boolean shows(UUID user, long seq) {
            return stays.getOrDefault(user, List.of()).stream().anyMatch(stay -> stay.holds(seq));
        }

        int members() {
            return Math.toIntExact(stays.keySet().stream().filter(this::holds).count());
        }
    }

    /// The calls of push-service, answered from here.
    public MessageLog calls() {
        return new MessageLog(this);
    }

    /// Whether positions and questions about heads are not answered now.
    public synchronized void setAway(boolean away) {
        isAway = away;
    }

    /// Whether the conversations of users are not listed now.
    public synchronized void setSilent(boolean silent) {
        isSilent = silent;
    }

    /// Whether records come late, as answers will say.
    public synchronized void setLate(boolean late) {
        isLate = late;
    }

    /// How many positions each call has moved.
    public synchronized List<Integer> positions() {
        return List.copyOf(positions);
    }

    /// How often conversations of users have been listed.
    public synchronized int lists() {
        return lists;
    }

    /// How often a conversation has been read for somebody.
    public synchronized int reads() {
        return reads;
    }

    /// What happens once the conversations of a user have been listed and before the answer comes.
    public synchronized void afterListing(Runnable meanwhile) {
        afterListing = meanwhile;
    }

    /// A new group with its first notice.
    public synchronized UUID begin(Set<UUID> members) {
        UUID id = UUID.randomUUID();
        groups.put(id, new Group());
        changeMembers(id, members, Set.of());
        return id;
    }

    public synchronized void say(UUID group, UUID sender) {
        append(group, sender, "text", Set.of(), Set.of());
    }

    public synchronized void join(UUID group, UUID user) {
        if (!holds(group, user)) {
            changeMembers(group, Set.of(user), Set.of());
        }
    }

    public synchronized void leave(UUID group, UUID user) {
        if (holds(group, user)) {
            changeMembers(group, Set.of(), Set.of(user));
        }
    }

    public synchronized boolean holds(UUID group, UUID user) {
        return group(group).holds(user);
    }

    /// The numbers that the user may see.
    public synchronized List<Long> visible(UUID group, UUID user) {
        return LongStream.rangeClosed(1, group(group).head())
                .filter(seq -> group(group).shows(user, seq))
                .boxed()
                .toList();
    }

    private void changeMembers(UUID id, Set<UUID> joined, Set<UUID> left) {
        append(id, null, "notice", joined, left);
        Group group = group(id);
        long seq = group.head();
        joined.forEach(user ->
                group.stays.computeIfAbsent(user, first -> new ArrayList<>()).add(new Stay(seq, Long.MAX_VALUE)));
        left.forEach(user -> {
            List<Stay> stays = group.stays.getOrDefault(user, List.of());
            stays.set(stays.size() - 1, new Stay(stays.getLast().from(), seq));
        });
        joined.forEach(user -> versions.merge(user, 1L, Long::sum));
        left.forEach(user -> versions.merge(user, 1L, Long::sum));
    }

    private void append(UUID id, @Nullable UUID sender, String type, Set<UUID> joined, Set<UUID> left) {
        Group group = group(id);
        long seq = group.head() + 1;
        String content = "{\"type\":\"" + type + "\",\"body\":{},\"replyTo\":null,\"mentions\":[]}";
        byte[] json = MessageContent.message(
                id, seq, new UUID(7, seq), sender, Runs.AT, content.getBytes(StandardCharsets.UTF_8));
        group.log.add(new Message(seq, json, joined, left));
    }

    /// All that has not been published yet, as one record; null when there is nothing.
    public synchronized @Nullable ConsumerRecord<byte[], byte[]> publish(UUID id) {
        Group group = group(id);
        if (group.published == group.head()) {
            return null;
        }
        List<Message> messages = group.log.subList(Math.toIntExact(group.published), group.log.size());
        String value = "{\"conversation\":\"" + id + "\",\"from\":" + (group.published + 1) + ",\"to\":" + group.head()
                + ",\"messages\":["
                + messages.stream()
                        .map(each -> new String(each.json(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining(","))
                + "]}";
        ConsumerRecord<byte[], byte[]> published =
                new ConsumerRecord<>("message.events.v1", 0, 0, utf8(id.toString()), utf8(value));
        name(
                published,
                EventHeaders.JOINED,
                messages.stream().map(Message::joined).toList());
        name(published, EventHeaders.LEFT, messages.stream().map(Message::left).toList());
        group.published = group.head();
        return published;
    }

    private static void name(ConsumerRecord<byte[], byte[]> published, String header, List<Set<UUID>> users) {
        String names = users.stream().flatMap(Set::stream).map(UUID::toString).collect(Collectors.joining(","));
        if (!names.isEmpty()) {
            published.headers().add(header, utf8(names));
        }
    }

    @Override
    public synchronized byte[] ask(String path, byte[] body) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        if (isAway && (path.equals("/internal/positions") || path.equals("/internal/heads"))) {
            throw new IOException("away");
        }
        saidLate = isLate;
        if (path.startsWith("/internal/users/")) {
            UUID user = UUID.fromString(path.split("/", -1)[3]);
            lists++;
            if (isSilent) {
                throw new IOException("silent");
            }
            answer.put("versions", versions.getOrDefault(user, 0L));
            ArrayNode items = answer.putArray("items");
            groups.forEach((id, group) -> {
                if (group.holds(user)) {
                    items.addObject()
                            .put("conversation", id.toString())
                            .put("kind", "group")
                            .put("head", group.head())
                            .put("members", group.members());
                }
            });
            afterListing.run();
        } else if (path.equals("/internal/positions")) {
            JsonNode request = JSON.readTree(body);
            positions.add(request.path("read").size() + request.path("received").size());
        } else if (path.equals("/internal/heads")) {
            JsonNode request = JSON.readTree(body);
            ObjectNode heads = answer.putObject("heads");
            request.path("conversations")
                    .forEach(id -> heads.put(
                            id.asText(), group(UUID.fromString(id.asText())).head()));
            ObjectNode sums = answer.putObject("versions");
            request.path("users")
                    .forEach(id -> sums.put(id.asText(), versions.getOrDefault(UUID.fromString(id.asText()), 0L)));
        } else {
            JsonNode request = JSON.readTree(body);
            ArrayNode items = answer.putArray("items");
            for (JsonNode item : request.path("items")) {
                reads++;
                sync(
                        items.addObject(),
                        UUID.fromString(request.path("user").asText()),
                        item,
                        request.path("limit").asInt());
            }
        }
        return JSON.writeValueAsBytes(answer);
    }

    private void sync(ObjectNode item, UUID user, JsonNode question, int limit) throws IOException {
        UUID id = UUID.fromString(question.path("conversation").asText());
        Group group = group(id);
        boolean member = group.holds(user);
        List<Stay> stays = group.stays.getOrDefault(user, List.of());
        long head =
                member ? group.head() : stays.isEmpty() ? 0 : stays.getLast().to();
        long after = question.path("after").asLong();
        List<Message> missed = group.log.stream()
                .filter(each -> each.seq() > after && each.seq() <= head && group.shows(user, each.seq()))
                .toList();
        long from = after + 1;
        if (missed.size() > limit) {
            missed = missed.subList(missed.size() - limit, missed.size());
            from = missed.getFirst().seq();
        }
        item.put("conversation", id.toString()).put("member", member).put("kind", "group");
        item.put("members", group.members()).put("head", head);
        item.put("from", from).put("to", Math.max(head, from - 1)).put("more", false);
        put(item.putArray("joined"), missed.stream().map(Message::joined).toList());
        put(item.putArray("left"), missed.stream().map(Message::left).toList());
        ArrayNode messages = item.putArray("messages");
        for (Message each : missed) {
            messages.add(JSON.readTree(each.json()));
        }
    }

    private static void put(ArrayNode array, Collection<Set<UUID>> users) {
        users.stream()
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(user -> array.add(user.toString()));
    }

    private Group group(UUID id) {
        Group group = groups.get(id);
        if (group == null) {
            throw new IllegalArgumentException("no such group");
        }
        return group;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Future<byte[]> append(byte[] batch, @Nullable String traceparent) {
        List<AppendAnswer> answers = new ArrayList<>();
        for (int i = 0; i < AppendCall.decodeRequest(batch).size(); i++) {
            answers.add(new AppendAnswer.Stored(i + 1L, Instant.now(), false));
        }
        return Future.succeededFuture(AppendCall.encodeAnswer(answers));
    }

    @Override
    public synchronized boolean isLagging() {
        return saidLate;
    }
}
