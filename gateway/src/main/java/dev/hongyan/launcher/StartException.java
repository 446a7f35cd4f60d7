package dev.hongyan.launcher;

/// A part of the local run did not start. The message is one sentence for the person who started it.
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
