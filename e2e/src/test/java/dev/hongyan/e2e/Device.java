package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.Ids;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A client: one session, its socket, what it holds, and what it has sent and not been answered for.
///
/// It does what the contract asks of clients: shows by number, reads what is missing from the log, repeats
/// with the same id after `retry` and, once it is told to stay connected, after every reconnect.
final class Device implements AutoCloseable {
    private final TestUser user;
    private final Session session;
    private final URI at;
    private final DeviceStore store = new DeviceStore();
    private final Inbox inbox = new Inbox();
    private final List<SocketRules> rules = new CopyOnWriteArrayList<>();
    private final Map<String, Long> exits = new ConcurrentHashMap<>();
    private final Sends sends = new Sends();
    private final Holes holes;
    private final Reconnecting reconnecting = new Reconnecting(this);
    private volatile @Nullable Connection connection;

    /// A socket and what the contract promises of it.
    private record Connection(Socket socket, SocketRules rules) {}

    private Device(TestUser user, Session session, URI at) {
        this.user = user;
        this.session = session;
        this.at = at;
        holes = new Holes(user.api().as(session.accessToken()), store);
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
        connection = new Connection(opened, ofThis);
        opened.onEnd(_ -> inbox.wake());
        inbox.await("welcome", _ -> true, seen, Stack.SOON, opened::isOpen);
        opened.onEnd(_ -> reconnecting.ended());
        return this;
    }

    /// Reconnects from now on whenever the connection ends, resumes and repeats what was not answered;
    /// reads also what the server leaves out because it is much.
    Device stayConnected() {
        reconnecting.begin();
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
        Map<String, Long> named = Request.named(cursors == null ? Map.of() : cursors);
        Connection current = connection();
        current.rules().resumeAsked(named);
        current.socket()
                .send(Request.resume(cursors == null ? null : named, limit).toString());
        return inbox.await("resumed", _ -> true, seen, Stack.SOON, current.socket()::isOpen);
    }

    /// Sends a text and returns its id without waiting.
    UUID send(UUID conversation, String text) {
        UUID id = Ids.v7();
        send(conversation, id, text);
        return id;
    }

    void send(UUID conversation, UUID id, String text) {
        ObjectNode request = Request.send(conversation, id, text);
        sends.made(id, request);
        Connection current = connection();
        current.rules().sendMade(id.toString());
        current.socket().send(request.toString());
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
        raw(Request.received(conversation, seq));
    }

    void read(UUID conversation, long seq) {
        raw(Request.read(conversation, seq));
    }

    void typing(UUID conversation, boolean active) {
        raw(Request.typing(conversation, active));
    }

    void presence(String state, UUID... watched) {
        raw(Request.presence(state, watched));
    }

    void auth(String token) {
        raw(Request.auth(token));
    }

    /// Tells that it is still there and waits for nothing.
    void heartbeat() {
        raw(Request.ping(0));
    }

    /// When it returns, everything that the server had to say to earlier frames of this device has come.
    void ping() {
        long number = System.nanoTime() >>> 12;
        raw(Request.ping(number));
        inbox.await("pong", frame -> frame.path("n").asLong() == number);
    }

    private void raw(ObjectNode frame) {
        raw(frame.toString());
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
        return connection().socket();
    }

    private Connection connection() {
        Connection current = connection;
        if (current == null) {
            throw new IllegalStateException("never connected");
        }
        return current;
    }

    int unanswered() {
        return sends.open().size();
    }

    /// How a send was answered, if it was.
    @Nullable
    JsonNode answer(UUID id) {
        return sends.answer(id);
    }

    Map<UUID, JsonNode> answers() {
        return sends.answers();
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
        return reconnecting.outages();
    }

    /// Whether it is connected and has come to the present.
    boolean isBack() {
        return reconnecting.isBack() && socket().isOpen();
    }

    /// Breaks the connection; the device keeps what it holds.
    Device disconnect() {
        socket().abort();
        return this;
    }

    @Override
    public void close() {
        reconnecting.stop();
        holes.close();
        socket().close();
    }

    private void take(SocketRules ofSocket, JsonNode frame) {
        ofSocket.check(frame);
        UUID id = frame.hasNonNull("id") ? UUID.fromString(frame.path("id").asText()) : null;
        switch (frame.path("op").asText()) {
            case "messages" -> frame.path("messages").forEach(message -> take(Message.of(message)));
            case "page" -> {
                // What follows it lies beyond a hole then, and that is read.
                if (!reconnecting.wanted()) {
                    store.leftOut(
                            UUID.fromString(frame.path("conversation").asText()),
                            frame.path("to").asLong());
                }
            }
            case "sent", "refused" -> {
                if (id != null) {
                    sends.answered(id, frame);
                }
            }
            case "retry" -> {
                if (id != null) {
                    Reconnecting.later(frame.path("afterMs").asLong(), () -> repeat(id));
                }
            }
            case "lagged" -> reconnecting.resumeAgain();
            default -> {}
        }
        inbox.add(frame);
    }

    private void take(Message message) {
        sends.shown(message);
        if (!store.take(message)) {
            holes.fill(message.conversation());
        }
    }

    /// Sends again what was not answered.
    void repeatAll() {
        sends.open().forEach(this::repeat);
    }

    private void repeat(UUID id) {
        ObjectNode request = sends.open(id);
        if (request != null && socket().isOpen()) {
            raw(request);
        }
    }

    private static boolean isAbout(JsonNode frame, UUID id) {
        return frame.path("id").asText().equals(id.toString());
    }
}
