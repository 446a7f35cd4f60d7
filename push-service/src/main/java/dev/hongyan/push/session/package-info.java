/// A socket that is open: what it may get, what it has got, and the bounded queue to it. Everything of a session
/// is\n/// touched on its own event loop only.
@NullMarked
package dev.hongyan.push.session;

import org.jspecify.annotations.NullMarked;
