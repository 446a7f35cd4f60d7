package dev.hongyan.push.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What each instance has said of each user lately. A user is as present as the instance that sees him most.
final class PresenceBoard {
    private static final long KEPT = Duration.ofSeconds(75).toNanos();
    private static final String OFFLINE = "offline";

    private final Map<UUID, Map<UUID, Said>> users = new HashMap<>();
    /// When each instance has said something last.
    private final Map<UUID, Long> heard = new HashMap<>();

    private record Said(String state, long atNanos) {}

    /// Notes what an instance says; whether the user's state has changed by it.
    synchronized boolean note(UUID user, UUID instance, String state, long now) {
        heard.put(instance, now);
        String before = state(user);
        if (state.equals(OFFLINE)) {
            remove(user, instance);
        } else {
            users.computeIfAbsent(user, id -> new HashMap<>(2)).put(instance, new Said(state, now));
        }
        return !before.equals(state(user));
    }

    /// What an instance has said of a user last.
    synchronized String shownBy(UUID user, UUID instance) {
        Said said = users.getOrDefault(user, Map.of()).get(instance);
        return said == null ? OFFLINE : said.state();
    }

    /// Whether any other instance sees the user.
    synchronized boolean isSeenByOthers(UUID user, UUID instance) {
        Map<UUID, Said> said = users.getOrDefault(user, Map.of());
        return said.size() > (said.containsKey(instance) ? 1 : 0);
    }

    /// Whether any other instance has said anything lately.
    synchronized boolean knowsOthers(UUID instance) {
        return heard.size() > (heard.containsKey(instance) ? 1 : 0);
    }

    /// `online` when any instance says so, else `away` when any does, else `offline`.
    synchronized String state(UUID user) {
        @Nullable Map<UUID, Said> said = users.get(user);
        if (said == null) {
            return OFFLINE;
        }
        return said.values().stream().anyMatch(each -> each.state().equals("online")) ? "online" : "away";
    }

    /// Forgets what has not been repeated; the users whose state has changed by it.
    synchronized List<UUID> forgetOld(long now) {
        heard.values().removeIf(at -> now - at > KEPT);
        List<UUID> changed = new ArrayList<>();
        for (UUID user : List.copyOf(users.keySet())) {
            String before = state(user);
            for (Map.Entry<UUID, Said> said : Map.copyOf(users.get(user)).entrySet()) {
                if (now - said.getValue().atNanos() > KEPT) {
                    remove(user, said.getKey());
                }
            }
            if (!before.equals(state(user))) {
                changed.add(user);
            }
        }
        return changed;
    }

    private void remove(UUID user, UUID instance) {
        users.computeIfPresent(user, (id, said) -> {
            said.remove(instance);
            return said.isEmpty() ? null : said;
        });
    }
}
