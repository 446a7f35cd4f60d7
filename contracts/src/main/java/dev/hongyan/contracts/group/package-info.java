/// Facts that group-service publishes: groups, their members, and requests to join.
@NullMarked
package dev.hongyan.contracts.group;

import org.jspecify.annotations.NullMarked;
