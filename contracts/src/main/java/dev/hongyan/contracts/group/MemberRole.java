package dev.hongyan.contracts.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a member may do in a group. A group has one owner.
public enum MemberRole {
    /// May do everything, dissolve the group and hand it over too.
    @JsonProperty("owner")
    OWNER,
    /// May change the group and its members, but neither the owner nor other admins.
    @JsonProperty("admin")
    ADMIN,
    /// May read and, unless muted, write.
    @JsonProperty("member")
    MEMBER
}
