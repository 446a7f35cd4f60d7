package dev.hongyan.user.credential;

import dev.hongyan.user.session.Device;

/// Sign in.
///
/// @param login   username, e-mail address or phone number, lower case
/// @param address where the request comes from
record LogIn(String login, String password, Device device, String address) {}
