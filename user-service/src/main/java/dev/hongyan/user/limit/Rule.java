package dev.hongyan.user.limit;

import java.util.Locale;

/// What is limited. Failed sign-ins count for the pair of login and address, so that a stranger who guesses locks
/// himself out and never the owner.
public enum Rule {
    /// New accounts of one address.
    REGISTRATION,
    /// Failed sign-ins of one address.
    LOGIN_FAILURE,
    /// Failed sign-ins of one login from one address.
    LOGIN_FAILURE_OF_ACCOUNT,
    /// Changes of the profile of one user; the answer tells whether an e-mail address or a phone number is taken.
    PROFILE_CHANGE,
    /// Searches of one user.
    SEARCH,
    /// Friend requests of one user.
    FRIEND_REQUEST;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
