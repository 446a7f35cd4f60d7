package dev.hongyan.push.resume;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.messagelog.SyncItem;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.LocalUser;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Subscription;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What an answer of the log says of members concerns other sessions too: the record may not have come here. A range is
/// told of once, however many sessions read it.
final class MemberNews {
    private final Registry registry;
    private final Set<LocalUser> doubted = ConcurrentHashMap.newKeySet();

    MemberNews(Registry registry) {
        this.registry = registry;
    }

    /// Has those who left read what they may see. Who has joined may have left since: his list says so, not the notice.
    void tell(SyncItem item) {
        Conversation held = registry.conversation(item.conversation());
        LogRun run = item.run();
        if (held != null
                && run.isWhole()
                && !held.takeUntold(run.entries().getFirst().seq(), run.to())) {
            return;
        }
        if (item.joined().isTooMany()) {
            doubted.addAll(registry.users());
        }
        for (UUID user : item.joined().users()) {
            LocalUser local = registry.user(user);
            if (local != null) {
                doubted.add(local);
            }
        }
        MemberNames left = item.left();
        if (held != null && !left.isEmpty()) {
            for (Subscription[] part : held.byLoop()) {
                part[0].session().loop().execute(() -> tellLeft(part, left, run.to()));
            }
        }
    }

    private static void tellLeft(Subscription[] part, MemberNames left, long seq) {
        for (Subscription each : part) {
            if (each.isActive() && left.mayName(each.session().userId())) {
                each.session().subscriptions().leftAt(each, seq);
            }
        }
    }

    /// The users of whom the log says that they have joined something, since the last call.
    Set<LocalUser> takeDoubted() {
        Set<LocalUser> taken = Set.copyOf(doubted);
        doubted.removeAll(taken);
        return taken;
    }
}
