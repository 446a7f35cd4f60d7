/// Facts that user-service publishes: users, ended sessions, friend requests, friendships and blocks.
@NullMarked
package dev.hongyan.contracts.user;

import org.jspecify.annotations.NullMarked;
