/// Sessions: one is one device, signed in. Refresh tokens rotate; a replayed one ends its session. What ended stands
/// in a feed that every service pulls.
///
/// Order of locks: the rows of `session` by id, then the one row of `ended_session_counter`, held until the commit.
@NullMarked
package dev.hongyan.user.session;

import org.jspecify.annotations.NullMarked;
