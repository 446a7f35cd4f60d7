package dev.hongyan.message.log;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/// Somebody else held a conversation for longer than a rule waits. It passes, and concerns that conversation alone.
public final class ConversationBusyException extends SQLTransientException {
    private static final long serialVersionUID = 1L;

    ConversationBusyException(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
    }
}
