/// Passwords: opening an account with one, signing in, changing it.
///
/// A hash costs 19 MiB and some 50 ms of a core. So it is made on two threads of its own with a short queue before
/// them, never inside a transaction, and never on an event loop or a carrier of virtual threads.
@NullMarked
package dev.hongyan.user.credential;

import org.jspecify.annotations.NullMarked;
