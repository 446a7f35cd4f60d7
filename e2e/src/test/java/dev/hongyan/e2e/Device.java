package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.Ids;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A client: one session, its socket, what it holds, and what it has sent and not been answered for.
///
/// It does what the contract asks of clients: shows by number, reads what is missing from the log, repeats with the
/// same id after `retry` and, once it is told to stay connected, after every reconnect.
final class Device implements AutoCloseable {
    private static final int PAGE = 200;
    private static final int RECONNECT_MILLIS = 200;

    private final TestUser user;
    private final Session session;
    private final URI at;
    private final DeviceStore store = new DeviceStore();
    private final Inbox inbox = new Inbox();
    private final List<SocketRules> rules = new CopyOnWriteArrayList<>();
    private final Map<String, Long> exits = new ConcurrentHashMap<>();
    private final Map<UUID, ObjectNode> unanswered = new ConcurrentHashMap<>();
    private final Map<UUID, JsonNode> answers = new ConcurrentHashMap<>();
    private final Set<UUID> reading = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Long> lost = new AtomicReference<>();
    private final Queue<Duration> outages = new ConcurrentLinkedQueue<>();
    private volatile boolean staysConnected;
    private volatile @Nullable Socket socket;

    private Device(TestUser user, Session session, URI at) {
        this.user = user;
        this.session = session;
        this.at = at;
    }

    /// A device with an open socket that was welcomed and has asked for nothing yet.
    static Device connect(TestUser user, Session session) {
        return connect(user, session, user.stack().gateway());
    }

    /// A device whose socket is at that address, which may be one instance past the gateway.
    static Device connect(TestUser user, Session session, URI at) {
        Device device = new Device(user, session, at);
        device.connect();
        return device;
    }

    Device connect() {
        int seen = inbox.size();
        SocketRules ofThis = new SocketRules(user.id().toString(), exits);
        rules.add(ofThis);
        Socket opened = Socket.open(at, session.accessToken(), frame -> take(ofThis, frame));
        socket = opened;
        inbox.await("welcome", _ -> true, seen, Stack.SOON);
        opened.onEnd(_ -> {
            if (staysConnected) {
                lost.compareAndSet(null, System.nanoTime());
                reconnectSoon();
            }
        });
        return this;
    }

    /// Reconnects from now on whenever the connection ends, resumes and repeats what was not answered; reads also what
    /// the server leaves out because it is much.
    Device stayConnected() {
        staysConnected = true;
        return this;
    }

    /// Resumes from what the store holds; on a new device that is nothing, so everything comes page by page.
    Device live() {
        resume(store.cursors(), null);
        return this;
    }

    /// Resumes without cursors: from what the server knows of this device.
    JsonNode resume() {
        return resume(null, null);
    }

    JsonNode resume(@Nullable Map<UUID, Long> cursors, @Nullable Integer limit) {
        int seen = inbox.size();
        ObjectNode request = op("resume");
        Map<String, Long> named = cursors == null ? Map.of() : texts(cursors);
        if (cursors != null) {
            request.set("cursors", Json.object(named));
        }
        if (limit != null) {
            request.put("limit", limit);
        }
        currentRules().resumeAsked(named);
        raw(request.toString());
        return inbox.await("resumed", _ -> true, seen, Stack.SOON);
    }

    /// Sends a text and returns its id without waiting.
    UUID send(UUID conversation, String text) {
        UUID id = Ids.v7();
        send(conversation, id, text);
        return id;
    }

    void send(UUID conversation, UUID id, String text) {
        ObjectNode request = op("send");
        request.put("id", id.toString());
        request.put("conversation", conversation.toString());
        request.put("type", "text");
        request.putObject("body").put("text", text);
        unanswered.put(id, request);
        currentRules().sendMade(id.toString());
        raw(request.toString());
    }

    /// Sends a text and waits for its number.
    long sent(UUID conversation, String text) {
        return seqOf(send(conversation, text));
    }

    /// The number that a send was answered.
    long seqOf(UUID id) {
        return inbox.await("sent", frame -> isAbout(frame, id)).path("seq").asLong();
    }

    /// The problem with which a send was refused.
    JsonNode refusalOf(UUID id) {
        return inbox.await("refused", frame -> isAbout(frame, id)).path("problem");
    }

    void received(UUID conversation, long seq) {
        ObjectNode request = op("received");
        request.putObject("cursors").put(conversation.toString(), seq);
        raw(request.toString());
    }

    void read(UUID conversation, long seq) {
        raw(op("read")
                .put("conversation", conversation.toString())
                .put("seq", seq)
                .toString());
    }

    void typing(UUID conversation, boolean active) {
        raw(op("typing")
                .put("conversation", conversation.toString())
                .put("active", active)
                .toString());
    }

    void presence(String state, UUID... watched) {
        ObjectNode request = op("presence").put("state", state);
        List.of(watched).forEach(each -> request.withArray("/watch").add(each.toString()));
        raw(request.toString());
    }

    void auth(String token) {
        raw(op("auth").put("token", token).toString());
    }

    /// Tells that it is still there and waits for nothing.
    void heartbeat() {
        raw(op("ping").put("n", 0).toString());
    }

    /// When it returns, everything that the server had to say to earlier frames of this device has come.
    void ping() {
        long number = System.nanoTime() >>> 12;
        raw(op("ping").put("n", number).toString());
        inbox.await("pong", frame -> frame.path("n").asLong() == number);
    }

    void raw(String frame) {
        socket().send(frame);
    }

    Inbox inbox() {
        return inbox;
    }

    DeviceStore store() {
        return store;
    }

    Socket socket() {
        Socket current = socket;
        if (current == null) {
            throw new IllegalStateException("never connected");
        }
        return current;
    }

    int unanswered() {
        return unanswered.size();
    }

    /// How a send was answered, if it was.
    @Nullable
    JsonNode answer(UUID id) {
        return answers.get(id);
    }

    Map<UUID, JsonNode> answers() {
        return Map.copyOf(answers);
    }

    Message awaitMessage(UUID conversation, String text) {
        return awaitMessage(conversation, message -> message.text().equals(text));
    }

    /// The first message that fits among those shown, there already or still to come.
    Message awaitMessage(UUID conversation, Predicate<Message> fits) {
        return Awaitility.await("a message in " + conversation + " of " + user)
                .atMost(Stack.SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> store.shown(conversation).stream().filter(fits).toList(), found -> !found.isEmpty())
                .getFirst();
    }

    List<String> texts(UUID conversation) {
        return store.shown(conversation).stream()
                .filter(message -> message.type().equals("text"))
                .map(Message::text)
                .toList();
    }

    /// What the connections did against the promised order of frames.
    List<String> violations() {
        List<String> all = new ArrayList<>();
        rules.forEach(each -> all.addAll(each.violations()));
        return all;
    }

    /// How long each loss of the connection lasted until everything missed had come.
    List<Duration> outages() {
        return List.copyOf(outages);
    }

    /// Whether it is connected and has come to the present.
    boolean isBack() {
        return lost.get() == null && socket().isOpen();
    }

    /// Breaks the connection; the device keeps what it holds.
    Device disconnect() {
        socket().abort();
        return this;
    }

    @Override
    public void close() {
        staysConnected = false;
        socket().close();
    }

    private void take(SocketRules ofSocket, JsonNode frame) {
        ofSocket.check(frame);
        UUID id = frame.hasNonNull("id") ? UUID.fromString(frame.path("id").asText()) : null;
        switch (frame.path("op").asText()) {
            case "messages" -> frame.path("messages").forEach(message -> take(Message.of(message)));
            case "page" -> {
                // What follows it lies beyond a hole then, and that is read.
                if (!staysConnected) {
                    store.leftOut(
                            UUID.fromString(frame.path("conversation").asText()),
                            frame.path("to").asLong());
                }
            }
            case "sent", "refused" -> {
                if (id != null) {
                    answers.putIfAbsent(id, frame);
                    unanswered.remove(id);
                }
            }
            case "retry" -> {
                if (id != null) {
                    later(frame.path("afterMs").asLong(), () -> repeat(id));
                }
            }
            case "lagged" -> later(0, this::live);
            default -> {}
        }
        inbox.add(frame);
    }

    /// One's own message counts as its `sent` when it comes first after a `retry` or on a later connection.
    private void take(Message message) {
        if (unanswered.remove(message.id()) != null) {
            answers.putIfAbsent(message.id(), op("sent").put("seq", message.seq()));
        }
        if (!store.take(message) && reading.add(message.conversation())) {
            Thread.startVirtualThread(() -> readMissing(message.conversation()));
        }
    }

    private void readMissing(UUID conversation) {
        Api api = user.api().as(session.accessToken());
        try {
            while (store.hasHole(conversation)) {
                long after = store.top(conversation);
                Answer answer =
                        api.get("/api/conversations/" + conversation + "/messages?limit=" + PAGE + "&after=" + after);
                if (answer.status() == 404) {
                    return; // taken out meanwhile: what he may still see comes with the next resume
                }
                JsonNode page = answer.expect(200).json();
                List<Message> items = new ArrayList<>();
                page.path("items").forEach(item -> items.add(Message.of(item)));
                store.covered(conversation, items, page.path("to").asLong());
            }
        } finally {
            reading.remove(conversation);
        }
    }

    private void repeat(UUID id) {
        ObjectNode request = unanswered.get(id);
        if (request != null && socket().isOpen()) {
            raw(request.toString());
        }
    }

    private void reconnectSoon() {
        later(RECONNECT_MILLIS, this::reconnect);
    }

    private void reconnect() {
        if (!staysConnected) {
            return;
        }
        try {
            connect();
            live();
            Long since = lost.getAndSet(null);
            if (since != null) {
                outages.add(Duration.ofNanos(System.nanoTime() - since));
            }
            List.copyOf(unanswered.keySet()).forEach(this::repeat);
        } catch (RuntimeException | AssertionError notYet) {
            Socket current = socket();
            if (current.isOpen()) {
                current.abort();
            } else {
                reconnectSoon();
            }
        }
    }

    private static void later(long millis, Runnable deed) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(deed);
    }

    private SocketRules currentRules() {
        return rules.getLast();
    }

    private static boolean isAbout(JsonNode frame, UUID id) {
        return frame.path("id").asText().equals(id.toString());
    }

    private static ObjectNode op(String name) {
        return Json.object().put("op", name);
    }

    private static Map<String, Long> texts(Map<UUID, Long> cursors) {
        Map<String, Long> texts = new ConcurrentHashMap<>();
        cursors.forEach((conversation, seq) -> texts.put(conversation.toString(), seq));
        return texts;
    }
}
