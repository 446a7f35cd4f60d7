/// group-service: groups, who is a member of them as what, and how one becomes one. It owns these and tells the other
/// services by the events of `group.events.v1`; message-service, which decides who may read and write, is told before
/// the caller is answered.
@NullMarked
package dev.hongyan.group;

import org.jspecify.annotations.NullMarked;
