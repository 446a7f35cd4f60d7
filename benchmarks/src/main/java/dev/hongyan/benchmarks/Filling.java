package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Writes past the services what would take them many minutes, so that it is as if they had written it: numbers without
/// holes under the lock of each conversation, its head, content in its stored form with its digest; top-ups with
/// their payments, both sides of each posting, and the balances. What is published already has no row in the outbox.
final class Filling {
    private Filling() {}

    /// Answers how many messages were written: as many in each conversation.
    static long messages(Cluster cluster, int wanted) {
        long conversations =
                Contents.number(cluster, Service.MESSAGE, "select count(*) from conversation where kind = 'direct'");
        long each = Math.ceilDiv(wanted, conversations);
        execute(cluster, Service.MESSAGE, messages(each));
        return each * conversations;
    }

    static void postings(Cluster cluster, int wanted) {
        execute(cluster, Service.REDPACKET, topUps(Math.ceilDiv(wanted, 2)));
    }

    /// As after any large change: what the planner knows of it comes by itself, but later.
    private static void execute(Cluster cluster, Service service, String sql) {
        try (Connection connection = Contents.connect(cluster, service);
                Statement statement = connection.createStatement()) {
            for (String each : List.of(sql, "analyze")) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Each direct conversation goes on with messages of 100 to 400 bytes, from either side in turn. The form of a
    /// message is that of the greeting which the two have exchanged.
    private static String messages(long each) {
        return """
                with c as (select id, head, user_a, user_b,
                    (select content from message m where m.conversation = conversation.id and content like '%%你好%%' limit 1) as form
                  from conversation where kind = 'direct' order by id for no key update),
                t as (select c.id, c.head + n as seq, case when n %% 2 = 0 then c.user_a else c.user_b end as sender,
                    replace(c.form, '你好', case when n %% 4 < 2 then repeat('wild geese ', (10 + n %% 26)::int)
                      else repeat('鸿雁于飞，', (7 + n %% 19)::int) end || n) as content
                  from c, generate_series(1, %1$d) n),
                m as (insert into message (conversation, seq, id, sender, at, flags, content, digest)
                  select id, seq, uuidv7(), sender, date_trunc('milliseconds', clock_timestamp()), 1, content,
                    sha256(convert_to(content, 'UTF8')) from t)
                update conversation set head = conversation.head + %1$d, head_at = date_trunc('milliseconds', clock_timestamp())
                from c where c.id = conversation.id""".formatted(each);
    }

    private static String topUps(int count) {
        return """
                with w as (select id from account where kind = 'wallet' order by id for no key update),
                a as (select id, row_number() over (order by id) as place, count(*) over () as total from w),
                p as (insert into payment (id, owner, kind, amount, currency, provider, reference, state, settled_at)
                  select uuidv7(), a.id, 'top-up', 100 + n %% 900, (select currency from verification), 'sandbox',
                    'filled-' || n, 'succeeded', clock_timestamp()
                  from generate_series(1, %1$d) n join a on a.place = 1 + n %% a.total returning id, owner, amount),
                m as (insert into movement (subject, kind, party) select id, 'top-up', owner from p returning id, subject),
                s as (select m.id, p.owner, p.amount from m join p on p.id = m.subject),
                b as (insert into posting (account, movement, amount)
                  select '00000000-0000-7000-8000-000000000001', id, -amount from s
                  union all select owner, id, amount from s)
                update account set balance = balance + t.amount
                from (select owner, sum(amount) as amount from s group by owner) t where t.owner = account.id""".formatted(count);
    }
}
