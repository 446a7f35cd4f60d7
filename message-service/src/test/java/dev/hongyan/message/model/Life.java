package dev.hongyan.message.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Refused;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.message.Wire;
import dev.hongyan.message.World;
import dev.hongyan.message.log.MessageLog;
import dev.hongyan.message.model.ModelGroup.Entry;
import dev.hongyan.message.rule.RuleService;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// Some people and their groups, as one seed makes them live.
final class Life {
    private static final int USERS = 6;
    private static final int LIVE_GROUPS = 3;
    /// Steps after which all is compared though nobody has come or gone.
    private static final int LOOK_EVERY = 5;
    private static final long PATIENCE_MILLIS = 10_000;

    private final MessageLog messages;
    private final RuleService rules;
    private final Wire wire;
    private final Random random;
    private final Readings readings;
    private final List<UUID> users = new ArrayList<>();
    private final Map<UUID, ModelGroup> model = new LinkedHashMap<>();
    private final List<GroupService> live = new ArrayList<>();
    private final List<GroupEvent> late = new ArrayList<>();
    private final Map<UUID, Append> sent = new HashMap<>();
    private long turns;

    Life(long seed, MessageLog messages, RuleService rules, Wire wire) {
        this.messages = messages;
        this.rules = rules;
        this.wire = wire;
        this.random = new Random(seed);
        this.readings = new Readings(wire, random);
        for (int i = 0; i < USERS; i++) {
            UUID user = newId();
            users.add(user);
            assertThat(call(List.of(new UserRegistered(user, 1, "user" + i, "User " + i, null))))
                    .isEqualTo(204);
        }
    }

    /// One step, and a look at what it came to: whenever somebody has come or gone, else every few steps.
    void live(int number) {
        ModelGroup touched = step();
        long now = model.values().stream().mapToLong(ModelGroup::turns).sum();
        if (now != turns || number % LOOK_EVERY == 0) {
            turns = now;
            look(touched);
        }
    }

    /// All that anybody can read of any group.
    void lookAtEverything() {
        for (ModelGroup group : model.values()) {
            users.forEach(user -> readings.compare(group, user));
        }
        users.forEach(user -> readings.compareLists(model.values(), user));
    }

    /// A step of the seed, apart from what the JVM knows: ids too.
    private UUID newId() {
        return new UUID(
                (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x7000L,
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    private ModelGroup step() {
        live.removeIf(GroupService::isDissolved);
        if (live.size() < LIVE_GROUPS) {
            GroupService group = new GroupService(newId(), users, random);
            live.add(group);
            model.put(group.group, new ModelGroup(group.group));
            return bring(group.create());
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> bring(any(live).change());
            case 3 -> replay();
            case 4 -> read();
            default -> send();
        };
    }

    /// What a call of group-service brings: mostly all and at once, sometimes a part, and the rest later;
    /// or nothing.
    private ModelGroup bring(List<GroupEvent> events) {
        if (events.isEmpty()) {
            return any(List.copyOf(model.values()));
        }
        int luck = random.nextInt(20);
        if (luck > 3) {
            return bringNow(events);
        }
        List<GroupEvent> now = new ArrayList<>();
        events.forEach(event -> (luck > 0 && random.nextBoolean() ? now : late).add(event));
        return now.isEmpty() ? group(events.getFirst()) : bringNow(now);
    }

    /// By the call, which begins no group without its founders: they come later then.
    private ModelGroup bringNow(List<GroupEvent> events) {
        ModelGroup group = group(events.getFirst());
        boolean taken = group.takes(of(events, group, GroupChanged.class), members(events, group));
        assertThat(call(events)).isEqualTo(taken ? 204 : 404);
        if (taken) {
            return applied(events);
        }
        late.addAll(events);
        return group;
    }

    /// What was late, and what was brought before, of several groups, in any order, as the topic brings it.
    private ModelGroup replay() {
        List<GroupEvent> events = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 && !late.isEmpty(); i--) {
            events.add(late.remove(random.nextInt(late.size())));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            events.add(any(any(live).told));
        }
        Collections.shuffle(events, random);
        return events.isEmpty() ? any(List.copyOf(model.values())) : consume(events);
    }

    private ModelGroup consume(List<GroupEvent> events) {
        try {
            rules.applyFromTopic(events.stream().map(World::envelope).toList(), PATIENCE_MILLIS);
        } catch (SQLException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return applied(events);
    }

    private ModelGroup applied(List<GroupEvent> events) {
        Set<ModelGroup> touched = new LinkedHashSet<>();
        events.forEach(event -> touched.add(group(event)));
        for (ModelGroup group : touched) {
            group.apply(of(events, group, GroupChanged.class), members(events, group));
        }
        return touched.iterator().next();
    }

    private int call(List<? extends DomainEvent> events) {
        byte[] body = EventCodec.encodeAll(events.stream().map(World::envelope).toList());
        return wire.inward("POST", "/internal/events", new String(body, StandardCharsets.UTF_8))
                .status();
    }

    /// Founders named with their group are members told of.
    private static List<MemberChanged> members(List<GroupEvent> events, ModelGroup group) {
        List<MemberChanged> members = new ArrayList<>(of(events, group, MemberChanged.class));
        for (GroupChanged state : of(events, group, GroupChanged.class)) {
            for (UUID founder : Objects.requireNonNullElse(state.founders(), List.<UUID>of())) {
                MemberRole role = founder.equals(state.actor()) ? MemberRole.OWNER : MemberRole.MEMBER;
                members.add(new MemberChanged(group.id, founder, state.version(), state.actor(), true, role, null));
            }
        }
        return members;
    }

    private static <E extends GroupEvent> List<E> of(List<GroupEvent> events, ModelGroup group, Class<E> type) {
        return events.stream()
                .filter(event -> event.group().equals(group.id))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private ModelGroup group(GroupEvent event) {
        return group(event.group());
    }

    private ModelGroup group(UUID id) {
        return Objects.requireNonNull(model.get(id));
    }

    /// Some texts in one batch, new ones and repeated ones, of anybody into any group.
    private ModelGroup send() {
        List<Append> batch = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            batch.add(random.nextInt(5) == 0 && !sent.isEmpty() ? again() : text());
        }
        List<AppendAnswer> answers = messages.append(batch).join();
        for (int i = 0; i < batch.size(); i++) {
            answered(batch.get(i), answers.get(i));
        }
        return group(batch.getFirst().conversation());
    }

    private Append text() {
        UUID sender = any(users);
        UUID group = any(live).group;
        int whom = random.nextInt(6);
        String mention = whom == 0 ? "\"all\"" : whom == 1 ? "\"" + any(users) + "\"" : "";
        Append made = World.append(group, sender, "text " + random.nextInt(), mention);
        return new Append(made.origin(), group, newId(), sender, made.content());
    }

    private Append again() {
        Append known = any(List.copyOf(sent.values()));
        return random.nextBoolean()
                ? known
                : new Append(known.origin(), known.conversation(), known.id(), any(users), World.text("else"));
    }

    private void answered(Append append, AppendAnswer answer) {
        ModelGroup group = group(append.conversation());
        Append known = sent.get(append.id());
        if (known == null) {
            Refused refusal = group.refusal(append.sender());
            if (refusal != null) {
                assertThat(answer).isEqualTo(refusal);
                return;
            }
            String json = new String(append.content().canonical(), StandardCharsets.UTF_8);
            Set<UUID> whom = new LinkedHashSet<>();
            String mentions = json.substring(json.indexOf("\"mentions\""));
            users.stream().filter(user -> mentions.contains(user.toString())).forEach(whom::add);
            long seq =
                    group.append(new Entry(append.id(), append.sender(), "text", whom, mentions.contains("\"all\"")));
            assertThat(answer).isInstanceOfSatisfying(Stored.class, stored -> {
                assertThat(stored.seq()).isEqualTo(seq);
                assertThat(stored.repeated()).isFalse();
            });
            sent.put(append.id(), append);
        } else if (known.sender().equals(append.sender()) && known.content().equals(append.content())) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Stored.class,
                            stored -> assertThat(stored.repeated()).isTrue());
        } else {
            assertThat(answer).isEqualTo(new Refused(ProblemCode.MESSAGE_CONFLICT));
        }
    }

    /// Somebody says how far he has read.
    private ModelGroup read() {
        ModelGroup group = any(List.copyOf(model.values()));
        UUID user = any(users);
        int seq = random.nextInt(group.log.size() + 2);
        int status = wire.put(user, "/api/conversations/" + group.id + "/read", "{\"seq\":" + seq + "}")
                .status();
        ModelGroup.Member member = group.member(user);
        assertThat(status).isEqualTo(!member.in ? 404 : seq > group.log.size() ? 400 : 204);
        if (status == 204) {
            member.read = Math.max(member.read, seq);
        }
        return group;
    }

    private void look(ModelGroup touched) {
        readings.compare(touched, any(users));
        readings.compareLists(model.values(), any(users));
        readings.access(touched, users);
    }

    /// Messages and notices that it has come to.
    long count() {
        return model.values().stream().mapToLong(group -> group.log.size()).sum();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
