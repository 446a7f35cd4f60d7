/// user-service: who people are, how they sign in, and who is in contact with whom. It owns accounts, credentials,
/// sessions and contacts, and tells the other services what changed by the events of `user.events.v1`.
@NullMarked
package dev.hongyan.user;

import org.jspecify.annotations.NullMarked;
