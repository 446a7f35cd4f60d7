/// People as far as this service knows them: a projection of `user.events.v1`, in which the newest version of a row
/// wins. Who is not in it yet is asked of user-service, so that a person registered a moment ago is no stranger.
@NullMarked
package dev.hongyan.group.person;

import org.jspecify.annotations.NullMarked;
