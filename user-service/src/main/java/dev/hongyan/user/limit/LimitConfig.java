package dev.hongyan.user.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How many of each a minute, and at once.
@ConfigMapping(prefix = "hongyan.limits")
public interface LimitConfig {
    /// New accounts of one address a minute.
    @WithDefault("60")
    int registrationsPerMinute();

    /// Failed sign-ins of one address a minute.
    @WithDefault("60")
    int loginFailuresPerMinute();

    /// Failed sign-ins of one login from one address a minute.
    @WithDefault("10")
    int loginFailuresOfAccountPerMinute();

    /// Sign-ins of one address under way at once.
    @WithDefault("200")
    int loginsAtOnce();

    /// Sign-ins of one login from one address under way at once.
    @WithDefault("40")
    int loginsOfAccountAtOnce();

    /// Changes of the profile of one user a minute.
    @WithDefault("30")
    int profileChangesPerMinute();

    /// Searches of one user a minute.
    @WithDefault("120")
    int searchesPerMinute();

    /// Friend requests of one user a minute.
    @WithDefault("60")
    int friendRequestsPerMinute();

    /// How many a minute that rule allows.
    default int perMinute(Rule rule) {
        return switch (rule) {
            case REGISTRATION -> registrationsPerMinute();
            case LOGIN_FAILURE -> loginFailuresPerMinute();
            case LOGIN_FAILURE_OF_ACCOUNT -> loginFailuresOfAccountPerMinute();
            case PROFILE_CHANGE -> profileChangesPerMinute();
            case SEARCH -> searchesPerMinute();
            case FRIEND_REQUEST -> friendRequestsPerMinute();
        };
    }
}
