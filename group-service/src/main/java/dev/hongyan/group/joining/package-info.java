/// How one becomes a member by oneself: at once, by asking the admins, or by an invitation.
///
/// A request is pending until an admin answers it, or until its author becomes a member on another way, which settles
/// it. An invitation is a token of 128 random bits; only its hash is kept. It ends with its time, with its uses, and
/// with the right of who made it to bring others in.
@NullMarked
package dev.hongyan.group.joining;

import org.jspecify.annotations.NullMarked;
