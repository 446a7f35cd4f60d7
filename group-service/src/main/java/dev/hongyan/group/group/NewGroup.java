package dev.hongyan.group.group;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Make a group; all members are checked already.
///
/// @param others who is a member from the beginning, beside who makes it
public record NewGroup(String name, @Nullable String avatarUrl, JoinPolicy joinPolicy, Set<UUID> others) {}
