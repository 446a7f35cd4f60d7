package dev.hongyan.message.log;

import java.sql.SQLException;

/// The changes themselves cannot be as things stand. Nothing has changed, and nothing is wrong with the database.
public abstract class ChangesRefusedException extends SQLException {
    private static final long serialVersionUID = 1L;

    protected ChangesRefusedException(String message) {
        super(message);
    }
}
