package dev.hongyan.redpacket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.LocalStack;
import dev.hongyan.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;

/// What every test over HTTP stands on.
@QuarkusTestResource(value = LocalStack.class, initArgs = @ResourceArg(name = "database", value = "redpackets"))
@QuarkusTestResource(Neighbours.class)
@SuppressWarnings("NullAway.Init") // injected
public abstract class RedPacketServiceTest {
    /// The operator whom the settings of the tests name.
    protected static final UUID OPERATOR = UUID.fromString("00000000-0000-7000-8000-00000000000a");

    @TestHTTPResource("/")
    URL url;

    @Inject
    DataSource database;

    @AfterEach
    final void bringTheNeighboursBack() {
        for (String away : List.of("user", "message", "append", "once")) {
            neighbours().delete("/away/" + away);
        }
    }

    /// After every test the books agree: nothing was lost or made, and no escrow differs from its packet.
    @AfterEach
    final void theBooksAgree() {
        assertThat(number("select coalesce(sum(amount), 0) from posting")).isZero();
        assertThat(number("""
                select count(*) from account a
                where balance <> (select coalesce(sum(amount), 0) from posting where account = a.id)""")).isZero();
        assertThat(number("""
                select count(*) from packet p join account a using (id)
                where a.balance <> p.total - p.claimed_total - p.refunded""")).isZero();
    }

    /// The service as a client sees it.
    protected final Api api() {
        return new Api(url.toString());
    }

    /// The service as another service sees it.
    protected final Api service() {
        return api().as(TestTokens.service("push-service"));
    }

    /// The services next to this one, as tests steer them.
    protected final Api neighbours() {
        return new Api(ConfigProvider.getConfig().getValue("hongyan.test.neighbours", String.class));
    }

    /// The operator as he is signed in.
    protected final Api operator() {
        return user(OPERATOR).api();
    }

    /// Somebody new without money.
    protected final TestUser newUser() {
        return user(Ids.v7());
    }

    /// Somebody who is known already, in a session of his own.
    protected final TestUser user(UUID id) {
        UUID session = UUID.randomUUID();
        return new TestUser(url.toString().replaceAll("/$", ""), TestTokens.user(id, session), id, session);
    }

    /// Somebody new with so much.
    protected final TestUser rich(long fen) {
        TestUser user = newUser();
        user.topUp(fen);
        return user;
    }

    protected final List<TestUser> newUsers(int count) {
        return Stream.generate(this::newUser).limit(count).toList();
    }

    /// A group of these, as its id.
    protected final UUID group(TestUser... members) {
        UUID id = Ids.v7();
        place(id, "group", members);
        return id;
    }

    /// The direct conversation of two.
    protected final UUID direct(TestUser one, TestUser other) {
        UUID id = Ids.direct(one.id(), other.id());
        place(id, "direct", one, other);
        return id;
    }

    /// Makes these the members of a conversation.
    protected final void place(UUID conversation, String kind, TestUser... members) {
        List<UUID> ids = Arrays.stream(members).map(TestUser::id).toList();
        neighbours().put("/conversations/" + conversation, Map.of("kind", kind, "members", ids));
    }

    /// What was written into a conversation.
    protected final List<JsonNode> messages(UUID conversation) {
        return neighbours()
                .get("/messages/" + conversation)
                .body()
                .valueStream()
                .toList();
    }

    /// What a statement answers.
    protected final long number(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Does something while a transaction that ran this statement stays open.
    protected final void holding(String sql, Runnable deed) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute("set local idle_in_transaction_session_timeout = 0");
                statement.execute("set local lock_timeout = 0");
                statement.execute(sql);
                deed.run();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Does something while the verifier cannot look.
    protected final void unverified(Runnable deed) {
        holding("select pg_advisory_xact_lock(hashtext('verifier'))", deed);
    }

    /// Does to the tables what no call can.
    protected final int execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
