package dev.hongyan.redpacket.talk;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.redpacket.sql.Sql;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Brings messages that a restore of message-service has lost into their conversations again: packets and
/// transfers agree with their messages. The id is the same, so where the message is there nothing happens.
///
/// A refusal is not the end for a day: until it has heard again who is in a group, and who began to talk
/// with whom, message-service refuses what is right.
@ApplicationScoped
class Reposts {
    private static final Logger LOG = Logger.getLogger(Reposts.class);
    private static final int AT_ONCE = 100;
    /// Between the payment and its message may lie the time in which it is pending, and two clocks.
    private static final Duration BEFORE = Duration.ofHours(1);

    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock(hashtext('reposts'))";
    private static final String SEEN = """
            insert into message_restoration (generation) select unnest(?::bigint[]) on conflict do nothing""";
    private static final String NOTE = """
            insert into repost (subject, kind)
            select id, kind from (
                select id, 'packet' as kind, funded_at from packet
                where updated_at >= ? and funded_at >= ? and state not in ('pending', 'void')
                union all
                select id, 'transfer', funded_at from transfer
                where updated_at >= ? and funded_at >= ? and state not in ('pending', 'void')) as paid
            order by funded_at, id
            on conflict (subject) do update set noted_at = excluded.noted_at, due_at = excluded.due_at""";
    private static final String DUE = """
            select subject, kind from repost where due_at <= (select clock_timestamp()) order by due_at, subject limit ?""";
    private static final String LATER = """
            update repost set due_at = clock_timestamp()
                + least(interval '5 minutes', interval '10 seconds' + (clock_timestamp() - noted_at) / 10)
            where subject = any(?::uuid[])""";
    private static final String DONE = "delete from repost where subject = any(?::uuid[])";
    private static final String GIVE_UP = """
            delete from repost where subject = any(?::uuid[]) and noted_at < clock_timestamp() - interval '1 day'
            returning subject""";

    private final Sql sql;
    private final Conversations conversations;
    private final List<Shown> shown;

    private record Due(UUID subject, String kind) {}

    @Inject
    Reposts(Sql sql, Conversations conversations, @All List<Shown> shown) {
        this.sql = sql;
        this.conversations = conversations;
        this.shown = shown;
    }

    /// Asks whether message-service has lost something.
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        orWarn("looked for", () -> {
            Map<Long, Instant> unseen = new HashMap<>(conversations.restorations());
            sql.list(row -> row.getLong(1), "select generation from message_restoration")
                    .forEach(unseen::remove);
            if (!unseen.isEmpty()) {
                QuarkusTransaction.requiringNew().run(() -> note(unseen));
            }
        });
    }

    /// By one instance at a time: each takes a page, and a full one is followed by the next.
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void repost() {
        orWarn("brought back", () -> {
            while (QuarkusTransaction.requiringNew().call(this::repostSome)) {
                // The next hundred.
            }
        });
    }

    private void note(Map<Long, Instant> unseen) {
        sql.update(SEEN, List.copyOf(unseen.keySet()));
        Instant since =
                unseen.values().stream().min(Instant::compareTo).orElseThrow().minus(BEFORE);
        int count = sql.update(NOTE, since, since, since, since);
        LOG.infof("message-service was restored, generations=%s, since=%s, asked=%d", unseen.keySet(), since, count);
    }

    /// Whether there may be more. Locks no row while it asks.
    private boolean repostSome() {
        if (!sql.one(row -> row.getBoolean(1), TRY_LOCK)) {
            return false;
        }
        List<Due> due = sql.list(row -> new Due(Sql.id(row, "subject"), row.getString("kind")), DUE, AT_ONCE);
        if (due.isEmpty()) {
            return false;
        }
        Map<UUID, Append> messages = new HashMap<>();
        for (Shown each : shown) {
            messages.putAll(each.messages(due.stream()
                    .filter(row -> row.kind().equals(each.kind()))
                    .map(Due::subject)
                    .toList()));
        }
        Map<Boolean, List<UUID>> subjects =
                due.stream().map(Due::subject).collect(Collectors.partitioningBy(messages::containsKey));
        List<UUID> lost = subjects.getOrDefault(true, List.of());
        List<AppendAnswer> answers =
                conversations.append(lost.stream().map(messages::get).toList());
        sql.update(DONE, subjects.getOrDefault(false, List.of()));
        return settle(lost, answers) && due.size() == AT_ONCE;
    }

    /// Whether all were answered.
    private boolean settle(List<UUID> subjects, List<AppendAnswer> answers) {
        List<UUID> done = new ArrayList<>();
        List<UUID> refused = new ArrayList<>();
        List<UUID> unanswered = new ArrayList<>();
        int back = 0;
        for (int i = 0; i < answers.size(); i++) {
            switch (answers.get(i)) {
                case AppendAnswer.Stored stored -> {
                    done.add(subjects.get(i));
                    back += stored.repeated() ? 0 : 1;
                }
                case AppendAnswer.Refused _ -> refused.add(subjects.get(i));
                case AppendAnswer.Retry _ -> unanswered.add(subjects.get(i));
            }
        }
        sql.update(DONE, done);
        List<UUID> given = sql.list(row -> Sql.id(row, "subject"), GIVE_UP, refused);
        // What got no answer stays first, or others of its conversation would come back before it.
        sql.update(LATER, refused);
        if (back > 0) {
            LOG.infof("messages brought back=%d", back);
        }
        if (!given.isEmpty()) {
            LOG.warnf("lost messages refused for a day and not brought back, of=%s", given);
        }
        return unanswered.isEmpty();
    }

    private static void orWarn(String done, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warnf("lost messages not %s, cause=%s", done, e.toString());
        }
    }
}
