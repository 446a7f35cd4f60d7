package dev.hongyan.user.credential;

import dev.hongyan.user.account.NewAccount;
import dev.hongyan.user.session.Device;

/// Open an account with a password and sign in; all members are checked.
record Register(NewAccount account, String password, Device device) {}
