package dev.hongyan.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.kit.testing.TestTokens;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Verbs of the tests: what user-service, push-service and people do to this service.
public final class World {
    private static final Wire WIRE = new Wire();
    private static final AtomicLong VERSIONS = new AtomicLong(1);
    private static final RestAssuredConfig RAW = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private World() {}

    /// A new user that this service knows.
    public static UUID user(String name) {
        UUID user = Ids.v7();
        applied(new UserRegistered(user, nextVersion(), name, name, null));
        return user;
    }

    public static long nextVersion() {
        return VERSIONS.incrementAndGet();
    }

    public static void befriend(UUID one, UUID other) {
        friends(one, other, true);
    }

    public static void friends(UUID one, UUID other, boolean friends) {
        applied(
                new FriendshipChanged(one, other, nextVersion(), friends),
                new FriendshipChanged(other, one, nextVersion(), friends));
    }

    public static void block(UUID owner, UUID user, boolean blocked) {
        applied(new BlockChanged(owner, user, nextVersion(), blocked));
    }

    public static EventEnvelope envelope(DomainEvent event) {
        return new EventEnvelope(Ids.v7(), Instant.now(), event);
    }

    public static void applied(DomainEvent... events) {
        byte[] body = EventCodec.encodeAll(
                List.of(events).stream().map(World::envelope).toList());
        Wire.Answer answer = WIRE.inward("POST", "/internal/events", new String(body, StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(204);
    }

    /// The heads of conversations that exist, as text.
    public static String heads(List<UUID> conversations) {
        String ids = conversations.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        return WIRE.inward("POST", "/internal/heads", "{\"conversations\":[" + ids + "]}")
                .body()
                .path("heads")
                .toString();
    }

    public static Response apply(List<EventEnvelope> events) {
        return service()
                .contentType("application/json")
                .body(EventCodec.encodeAll(events))
                .post("/internal/events");
    }

    public static RequestSpecification as(UUID user) {
        return given().config(RAW)
                .header("Authorization", "Bearer " + TestTokens.user(user, user))
                .contentType("application/json");
    }

    public static RequestSpecification service() {
        return given().config(RAW).header("Authorization", "Bearer " + TestTokens.service("push-service"));
    }

    /// The direct conversation of two friends, with its row.
    public static UUID direct(UUID one, UUID other) {
        befriend(one, other);
        as(one).put("/api/conversations/direct/" + other).then().statusCode(201);
        return Ids.direct(one, other);
    }

    public static MessageContent text(String text) {
        String json = "{\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"},\"replyTo\":null,\"mentions\":[]}";
        return new MessageContent(MessageType.TEXT, json.getBytes(StandardCharsets.UTF_8), false);
    }

    public static Append append(UUID conversation, UUID sender, String text) {
        return new Append(Append.Origin.USER, conversation, Ids.v7(), sender, text(text));
    }

    /// A text that mentions whom the quoted ids name.
    public static Append append(UUID conversation, UUID sender, String text, String mentions) {
        String json = "{\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"},\"replyTo\":null,\"mentions\":["
                + mentions + "]}";
        MessageContent content = new MessageContent(MessageType.TEXT, json.getBytes(StandardCharsets.UTF_8), true);
        return new Append(Append.Origin.USER, conversation, Ids.v7(), sender, content);
    }

    public static List<AppendAnswer> append(List<Append> appends) {
        byte[] answer = service()
                .contentType("application/octet-stream")
                .body(AppendCall.encodeRequest(appends))
                .post("/internal/messages")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return AppendCall.decodeAnswer(answer);
    }

    public static AppendAnswer append(Append append) {
        return append(List.of(append)).getFirst();
    }

    public static Response send(UUID sender, UUID conversation, UUID id, String text) {
        return as(sender)
                .body("{\"id\":\"" + id + "\",\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"}}")
                .post("/api/conversations/" + conversation + "/messages");
    }
}
