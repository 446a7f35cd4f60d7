package dev.hongyan.message.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.message.Wire;
import dev.hongyan.message.Wire.Answer;
import dev.hongyan.message.model.ModelGroup.Entry;
import dev.hongyan.message.model.ModelGroup.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Every way of reading, compared with what the model says.
final class Readings {
    private final Wire wire;
    private final Random random;

    Readings(Wire wire, Random random) {
        this.wire = wire;
        this.random = random;
    }

    /// What one user reads of one group.
    void compare(ModelGroup group, UUID user) {
        history(group, user);
        conversation(group, user);
        sync(group, user);
        readers(group, user);
    }

    /// What one user reads of all groups, and the services of him.
    void compareLists(Collection<ModelGroup> groups, UUID user) {
        JsonNode list = wire.get(user, "/api/conversations?limit=200").body().path("items");
        Set<String> listed = new TreeSet<>();
        String last = "9";
        for (JsonNode item : list) {
            assertThat(item.path("updatedAt").asText()).isLessThanOrEqualTo(last);
            last = item.path("updatedAt").asText();
            listed.add(item.path("id").asText());
        }
        JsonNode inward = wire.inward("GET", "/internal/users/" + user + "/conversations", "")
                .body();
        Set<String> expected = new TreeSet<>(Set.of(user.toString()));
        long versions = 1;
        for (ModelGroup group : groups) {
            Member member = group.member(user);
            versions += member.version;
            if (member.in) {
                expected.add(group.id.toString());
                JsonNode item = find(inward.path("items"), "conversation", group.id);
                assertThat(item.path("head").asLong()).isEqualTo(group.log.size());
                assertThat(item.path("members").asLong()).isEqualTo(group.count());
                seen(find(list, "id", group.id), group, user);
            }
        }
        assertThat(listed).isEqualTo(expected);
        assertThat(texts(inward.path("items"), "conversation")).isEqualTo(expected);
        assertThat(inward.path("versions").asLong()).isEqualTo(versions);
    }

    /// Who may write.
    void access(ModelGroup group, List<UUID> users) {
        JsonNode access = wire.inward(
                        "POST",
                        "/internal/access",
                        "{\"conversation\":\"" + group.id + "\",\"users\":" + json(users) + "}")
                .body();
        assertThat(elements(access.path("members")))
                .isEqualTo(
                        of(users.stream().filter(user -> group.member(user).in).toList()));
        assertThat(elements(access.path("canWrite")))
                .isEqualTo(of(users.stream()
                        .filter(user -> group.refusal(user) == null)
                        .toList()));
    }

    private void history(ModelGroup group, UUID user) {
        int limit = 1 + random.nextInt(20);
        long bound = random.nextInt(group.log.size() + 3);
        boolean before = random.nextBoolean();
        boolean newest = random.nextInt(4) == 0;
        Answer answer = wire.get(
                user,
                "/api/conversations/" + group.id + "/messages?limit=" + limit
                        + (newest ? "" : (before ? "&before=" : "&after=") + bound));
        if (!group.member(user).in) {
            refused(answer);
            return;
        }
        long head = group.log.size();
        long from;
        long to;
        if (newest || before) {
            to = newest ? head : Math.min(bound - 1, head);
            from = Math.max(1, to - limit + 1);
            to = Math.max(to, 0);
        } else {
            from = bound + 1;
            to = Math.max(bound, Math.min(head, bound + limit));
        }
        JsonNode page = answer.body();
        assertThat(page.path("from").asLong()).isEqualTo(from);
        assertThat(page.path("to").asLong()).isEqualTo(to);
        boolean more = (newest || before) ? (from > 1 && to >= from) : (to < head && to >= from);
        assertThat(page.path("next").isNull()).isEqualTo(!more);
        messages(page.path("items"), group, user, from, to);
    }

    private void conversation(ModelGroup group, UUID user) {
        Answer answer = wire.get(user, "/api/conversations/" + group.id);
        if (group.member(user).in) {
            seen(answer.body(), group, user);
        } else {
            refused(answer);
        }
    }

    private void seen(JsonNode item, ModelGroup group, UUID user) {
        Member member = group.member(user);
        long head = group.log.size();
        assertThat(text(item, "title")).isEqualTo(group.name);
        assertThat(text(item, "avatarUrl")).isEqualTo(group.avatar);
        assertThat(item.path("seq").asLong()).isEqualTo(head);
        assertThat(item.path("last").path("seq").asLong()).isEqualTo(head);
        assertThat(item.path("updatedAt").asText())
                .isEqualTo(item.path("last").path("at").asText());
        assertThat(item.path("readSeq").asLong()).isEqualTo(member.read);
        long[] unread = unread(group, user);
        assertThat(item.path("unread").asLong()).isEqualTo(Math.min(100, unread.length));
        String mention = LongStream.of(unread)
                .filter(seq -> mentions(group.log.get((int) seq - 1), user))
                .mapToObj(Long::toString)
                .findFirst()
                .orElse(null);
        assertThat(text(item, "mentioned")).isEqualTo(mention);
    }

    private static long[] unread(ModelGroup group, UUID user) {
        Member member = group.member(user);
        return LongStream.rangeClosed(member.read + 1, group.log.size())
                .filter(member::sees)
                .filter(seq -> group.log.get((int) seq - 1).isText())
                .filter(seq -> !user.equals(group.log.get((int) seq - 1).sender()))
                .toArray();
    }

    private static boolean mentions(Entry entry, UUID user) {
        return entry.mentionsAll() || entry.whom().contains(user);
    }

    private void sync(ModelGroup group, UUID user) {
        int limit = 1 + random.nextInt(20);
        Long after = random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(group.log.size() + 3);
        JsonNode item = wire.inward(
                        "POST",
                        "/internal/sync",
                        "{\"user\":\"" + user + "\",\"limit\":" + limit + ",\"items\":[{\"conversation\":\"" + group.id
                                + "\",\"after\":" + after + "}]}")
                .body()
                .path("items")
                .path(0);
        boolean exists = !group.members.isEmpty() || group.name != null;
        long head = group.headOf(user);
        long newest = Math.max(1, head - limit + 1);
        long from = after == null ? newest : from(group.member(user), Math.min(after, head) + 1, newest);
        assertThat(item.path("member").asBoolean()).isEqualTo(group.member(user).in);
        assertThat(text(item, "kind")).isEqualTo(exists ? "group" : null);
        assertThat(item.path("members").asLong()).isEqualTo(group.count());
        assertThat(item.path("head").asLong()).isEqualTo(head);
        assertThat(item.path("from").asLong()).isEqualTo(from);
        assertThat(item.path("to").asLong()).isEqualTo(Math.max(head, from - 1));
        assertThat(item.path("more").asBoolean()).isFalse();
        messages(item.path("messages"), group, user, from, head);
        Set<UUID> joined = new LinkedHashSet<>();
        Set<UUID> left = new LinkedHashSet<>();
        for (long seq = from; seq <= head; seq++) {
            Entry entry = group.log.get((int) seq - 1);
            if (entry.brings() && group.member(user).sees(seq)) {
                joined.addAll(entry.whom());
                left.removeAll(entry.whom());
            } else if (entry.takesOut() && group.member(user).sees(seq)) {
                left.addAll(entry.whom());
            }
        }
        assertThat(elements(item.path("joined"))).isEqualTo(of(joined));
        assertThat(elements(item.path("left"))).isEqualTo(of(left));
    }

    /// Above the last number that is left out, of those that he sees.
    private static long from(Member member, long next, long newest) {
        for (long seq = newest - 1; seq >= next; seq--) {
            if (member.sees(seq)) {
                return seq + 1;
            }
        }
        return next;
    }

    private void readers(ModelGroup group, UUID user) {
        List<Long> texts = LongStream.rangeClosed(1, group.log.size())
                .filter(seq -> group.log.get((int) seq - 1).isText())
                .boxed()
                .toList();
        if (texts.isEmpty()) {
            return;
        }
        long seq = texts.get(random.nextInt(texts.size()));
        Entry entry = group.log.get((int) seq - 1);
        Answer answer = wire.get(user, "/api/conversations/" + group.id + "/messages/" + entry.message() + "/readers");
        if (!group.member(user).in || !group.member(user).sees(seq)) {
            assertThat(answer.status()).isEqualTo(404);
            return;
        }
        List<UUID> read = new ArrayList<>();
        List<UUID> unread = new ArrayList<>();
        group.members.forEach((other, member) -> {
            if (member.in && member.sees(seq) && !other.equals(entry.sender())) {
                (member.read >= seq ? read : unread).add(other);
            }
        });
        assertThat(elements(answer.body().path("read"))).isEqualTo(of(read));
        assertThat(elements(answer.body().path("unread"))).isEqualTo(of(unread));
    }

    /// Just those of the range that he sees, as they were written.
    private static void messages(JsonNode items, ModelGroup group, UUID user, long from, long to) {
        List<Long> expected = LongStream.rangeClosed(from, Math.min(to, group.log.size()))
                .filter(group.member(user)::sees)
                .boxed()
                .toList();
        assertThat(StreamSupport.stream(items.spliterator(), false)
                        .map(item -> item.path("seq").asLong())
                        .toList())
                .isEqualTo(expected);
        for (JsonNode item : items) {
            Entry entry = group.log.get((int) item.path("seq").asLong() - 1);
            assertThat(text(item, "sender")).isEqualTo(Objects.toString(entry.sender(), null));
            if (entry.isText()) {
                assertThat(text(item, "id")).isEqualTo(String.valueOf(entry.message()));
            } else {
                assertThat(text(item.path("body"), "event")).isEqualTo(entry.what());
                assertThat(elements(item.path("body").path("members"))).isEqualTo(of(entry.whom()));
            }
        }
    }

    private static void refused(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("type").asText()).isEqualTo("/problems/not-a-member");
    }

    private static JsonNode find(JsonNode items, String field, UUID id) {
        for (JsonNode item : items) {
            if (item.path(field).asText().equals(id.toString())) {
                return item;
            }
        }
        throw new AssertionError("not listed: " + id);
    }

    private static @Nullable String text(JsonNode item, String field) {
        JsonNode value = item.path(field);
        return value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    private static Set<String> texts(JsonNode items, String field) {
        Set<String> texts = new TreeSet<>();
        items.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    private static Set<String> elements(JsonNode array) {
        Set<String> elements = new TreeSet<>();
        array.forEach(element -> elements.add(element.asText()));
        return elements;
    }

    private static Set<String> of(Collection<UUID> users) {
        Set<String> names = new TreeSet<>();
        users.forEach(user -> names.add(user.toString()));
        return names;
    }

    private static String json(List<UUID> ids) {
        return "[\"" + String.join("\",\"", ids.stream().map(UUID::toString).toList()) + "\"]";
    }
}
