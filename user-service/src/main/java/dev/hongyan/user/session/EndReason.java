package dev.hongyan.user.session;

import java.util.Locale;

/// Why a session ended.
public enum EndReason {
    LOGOUT,
    SIGNED_OUT,
    PASSWORD_CHANGED,
    TOKEN_REUSE;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
