package dev.hongyan.user.account;

import org.jspecify.annotations.Nullable;

/// Open an account; all members are checked and normalised already.
///
/// @param username lower case
/// @param email    lower case, or null
/// @param locale   `en` or `zh-CN`
public record NewAccount(
        String username, String displayName, @Nullable String email, String locale) {}
