package dev.hongyan.redpacket.talk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.redpacket.sql.Batch;
import dev.hongyan.redpacket.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// Lines in the `self` conversations of users: written with the change that they tell of, carried to
/// message-service soon after. Their ids are derived, so a line that is carried twice is there once.
@ApplicationScoped
public class SelfLines {
    private static final Logger LOG = Logger.getLogger(SelfLines.class);
    /// The most in one call, and so in a second.
    private static final int MOST = AppendCall.MAX_APPENDS;
    private static final Pace CALM = new Pace(300, 20);
    /// While more come than are carried at once: a crowd claims here, and its lines can wait.
    private static final Pace CROWD = new Pace(50, 60);
    private static final String ADD = """
            insert into self_line (id, recipient, body) select * from unnest(?::uuid[], ?::uuid[], ?::text[])
            on conflict do nothing""";
    private static final String WAITING = """
            select id, recipient, body from self_line order by created_at, id
            limit greatest(?, least(?, (select count(*) from self_line) / ?))""";
    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock(hashtext('self-lines'))";

    private final Sql sql;
    private final Conversations conversations;
    private final ObjectMapper mapper;
    private final AtomicInteger added = new AtomicInteger();

    /// A line for a user about a packet or transfer.
    ///
    /// @param subject what it tells of; with `event` and the recipient it names the line for ever
    /// @param details members of the notice beside `event`
    public record Line(UUID recipient, UUID subject, String event, Map<String, ?> details) {}

    /// How many are carried at once: so many at least, and a part of those that wait, so that a crowd that
    /// does not end makes everybody wait for about so many seconds; beyond a thousand a second for longer.
    private record Pace(int least, int part) {}

    private record Waiting(UUID id, UUID recipient, String body) {
        Append append() {
            return new Append(Append.Origin.SELF, recipient, id, recipient, MessageContent.notice(body));
        }
    }

    @Inject
    SelfLines(Sql sql, Conversations conversations, ObjectMapper mapper) {
        this.sql = sql;
        this.conversations = conversations;
        this.mapper = mapper;
    }

    /// Adds lines to the running transaction.
    @Transactional(TxType.MANDATORY)
    public void add(List<Line> lines) {
        if (!lines.isEmpty()) {
            Batch batch = sql.batch();
            add(batch, lines);
            batch.run();
        }
    }

    /// The same as part of a batch.
    @Transactional(TxType.MANDATORY)
    public void add(Batch batch, List<Line> lines) {
        List<UUID> ids = new ArrayList<>();
        List<UUID> recipients = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (Line line : lines) {
            ids.add(Ids.derived(line.subject(), line.event() + ":" + line.recipient()));
            recipients.add(line.recipient());
            bodies.add(body(line));
        }
        batch.update(ADD, ids, recipients, bodies);
        added.addAndGet(lines.size());
    }

    private String body(Line line) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", line.event());
        body.putAll(line.details());
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A page a second from each instance and no more, a smaller one while a crowd claims: its lines must not
    /// take from message-service and the database what those who still claim need.
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void carryWaiting() {
        Pace pace = added.getAndSet(0) > CALM.least() ? CROWD : CALM;
        try {
            QuarkusTransaction.requiringNew().run(() -> carry(pace));
        } catch (RuntimeException e) {
            LOG.warnf("lines not carried, cause=%s", e.toString());
        }
    }

    /// By one instance at a time, so that no line is carried twice without need. Locks no row meanwhile.
    private void carry(Pace pace) {
        if (!sql.one(row -> row.getBoolean(1), TRY_LOCK)) {
            return;
        }
        List<Waiting> waiting = sql.list(
                row -> new Waiting(Sql.id(row, "id"), Sql.id(row, "recipient"), row.getString("body")),
                WAITING,
                pace.least(),
                MOST,
                pace.part());
        if (waiting.isEmpty()) {
            return;
        }
        List<AppendAnswer> answers =
                conversations.append(waiting.stream().map(Waiting::append).toList());
        List<UUID> done = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof AppendAnswer.Refused refused) {
                LOG.warnf("line refused, problem=%s", refused.problem().code());
            }
            if (!(answers.get(i) instanceof AppendAnswer.Retry)) {
                done.add(waiting.get(i).id());
            }
        }
        if (!done.isEmpty()) {
            sql.update("delete from self_line where id = any(?)", done);
        }
    }
}
