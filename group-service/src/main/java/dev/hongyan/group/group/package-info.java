/// Groups and the rows of their members.
///
/// **Locks.** Every command locks the group's row first and holds it until its commit; whoever holds it may write the
/// rows of the members, the requests and the invitations of that group. So changes of one group come one after the
/// other, and counts are exact. **Versions.** A row's version rises only when something changes that others are told
/// of.
/// **Told again.** A command that finds nothing to change appends the events of the present state all the same: the
/// synchronous call of the first time may have failed, and the answer to the second must hold at message-service.
@NullMarked
package dev.hongyan.group.group;

import org.jspecify.annotations.NullMarked;
