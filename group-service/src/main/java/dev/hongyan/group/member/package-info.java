/// Who is a member as what, and whether he may write.
///
/// | who | may |
/// | --- | --- |
/// | a member | leave, name himself, add others unless the admins have settled otherwise |
/// | an admin | remove, mute and name plain members |
/// | the owner | all that with admins too, give and take their role, hand the group over; he leaves last |
@NullMarked
package dev.hongyan.group.member;

import org.jspecify.annotations.NullMarked;
