package dev.hongyan.redpacket.wallet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keys that make calls repeatable: the same key and the same body get the first answer again, another body is a
/// conflict. A call that was refused leaves no key behind.
@ApplicationScoped
public class Idempotency {
    private static final int MAX_KEY = 128;
    private static final String TAKE = """
            insert into idempotency (owner, key, digest, subject) values (?, ?, ?, ?) on conflict do nothing""";
    private static final String FIND =
            "select digest, subject, status, answer from idempotency where owner = ? and key = ?";
    private static final String ANSWER = """
            update idempotency set status = ?, answer = ?
            where owner = ? and key = ? and subject = ? and answer is null""";

    private final Sql sql;
    private final ObjectMapper mapper;

    /// A call with its key.
    ///
    /// @param digest of what was asked for
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    public record Call(UUID owner, String key, byte[] digest) {}

    /// What an earlier call with the key has made.
    ///
    /// @param status of the first answer; null while there has been none
    public record Earlier(
            UUID subject,
            @Nullable Integer status,
            @Nullable String answer) {
        /// The first answer again.
        public Response response() {
            if (status == null || answer == null) {
                throw new ProblemException(ProblemCode.UNAVAILABLE);
            }
            return Response.status(status).entity(answer).build();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    private record Found(byte[] digest, Earlier earlier) {}

    @Inject
    Idempotency(Sql sql, ObjectMapper mapper) {
        this.sql = sql;
        this.mapper = mapper;
    }

    /// Reads the key of a call; 400 when it has none.
    ///
    /// @param what which call it is, and what it asks for
    public Call call(UUID owner, @Nullable String key, Object... what) {
        if (key == null) {
            throw new ProblemException(ProblemCode.IDEMPOTENCY_KEY_MISSING);
        }
        if (key.isEmpty() || key.length() > MAX_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw ProblemException.invalid("Idempotency-Key", "key.length");
        }
        return new Call(owner, key, digest(what));
    }

    /// What the key has made before; 409 when it was used for something else.
    public Optional<Earlier> find(Call call) {
        return sql.find(
                        row -> new Found(
                                row.getBytes("digest"),
                                new Earlier(
                                        Sql.id(row, "subject"),
                                        (Integer) row.getObject("status"),
                                        row.getString("answer"))),
                        FIND,
                        call.owner(),
                        call.key())
                .map(found -> {
                    if (!Arrays.equals(found.digest(), call.digest())) {
                        throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT);
                    }
                    return found.earlier();
                });
    }

    /// What a call with the same key has just made; 503 when that one has given the key back in the meantime.
    public Earlier first(Call call) {
        return find(call).orElseThrow(() -> new ProblemException(ProblemCode.UNAVAILABLE));
    }

    /// Takes the key for what the running transaction makes. False when somebody has it: who asked for the same at the
    /// same moment waits here until the other one is done.
    @Transactional(TxType.MANDATORY)
    public boolean take(Call call, UUID subject) {
        return sql.update(TAKE, call.owner(), call.key(), call.digest(), subject) == 1;
    }

    /// Notes the answer if it is the first, and says which one was. The key may have been given back meanwhile and be
    /// somebody else's: then this answer stands alone.
    public Earlier answered(Call call, UUID subject, int status, Object answer) {
        try {
            String json = mapper.writeValueAsString(answer);
            sql.update(ANSWER, status, json, call.owner(), call.key(), subject);
            return find(call)
                    .filter(noted -> noted.subject().equals(subject))
                    .orElse(new Earlier(subject, status, json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives the key back because nothing came of the call.
    @Transactional(TxType.MANDATORY)
    public void release(UUID subject) {
        sql.update("delete from idempotency where subject = ? and answer is null", subject);
    }

    private byte[] digest(Object... what) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(mapper.writeValueAsString(what).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("digest not made", e);
        }
    }
}
