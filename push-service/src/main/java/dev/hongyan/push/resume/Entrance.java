package dev.hongyan.push.resume;

import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.ConversationList;
import dev.hongyan.push.resume.LogReader.Wanted;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import dev.hongyan.push.session.Subscriptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A session enters its conversations, each from where its client is: those that its client names before
/// the list of them is asked for, the others with the answer.
final class Entrance {
    private Entrance() {}

    /// Whether the client says for each of them where it is.
    static boolean namesAll(ClientFrame.Resume asked, ConversationList list) {
        return list.items().stream().allMatch(item -> asked.cursors().containsKey(item.conversation()));
    }

    /// Enters those that the client names, on the session's loop, unless the resume has been superseded.
    /// What comes live from now on is noted in them, so that one whose head is still where the client is
    /// need not be read: most of them, for who was away for a moment.
    ///
    /// @return whether the resume is the one that counts
    static boolean enterNamed(Session session, int generation, ClientFrame.Resume asked) {
        boolean current = session.subscriptions().isCurrent(generation);
        if (current) {
            asked.cursors().forEach(session.subscriptions()::enter);
        }
        return current;
    }

    /// Leaves them again, on the session's loop, when nobody has said whether they are the user's: while nobody
    /// answers, names cost nothing.
    ///
    /// @return whether the resume is the one that counts
    static boolean leaveNamed(Session session, int generation) {
        boolean current = session.subscriptions().isCurrent(generation);
        if (current) {
            session.subscriptions().leaveAll();
        }
        return current;
    }

    /// Enters all of them, on the session's loop; the answer is what is to be read. Nothing when the resume
    /// has been superseded.
    ///
    /// @param list         asked for after [#enterNamed]
    /// @param acknowledged by the device, up to these numbers; empty for one never seen
    static List<Wanted> enter(
            Session session,
            int generation,
            ClientFrame.Resume asked,
            ConversationList list,
            Map<UUID, Long> acknowledged) {
        Subscriptions subscriptions = session.subscriptions();
        if (!subscriptions.isCurrent(generation)) {
            return List.of();
        }
        Set<UUID> joined = subscriptions.entering();
        boolean seen = !acknowledged.isEmpty();
        List<Wanted> wanted = new ArrayList<>(list.items().size());
        // No member any more: what he may still see, the removing notice above all, comes all the same.
        Map<UUID, Long> left = new HashMap<>(acknowledged);
        left.putAll(asked.cursors());
        for (ConversationList.Item item : list.items()) {
            Long cursor = left.remove(item.conversation());
            boolean noted = subscriptions.get(item.conversation()) != null && !joined.contains(item.conversation());
            Subscription subscription = subscriptions.enter(item.conversation(), cursor == null ? 0 : cursor);
            boolean counted = subscription.conversation().describe(item.kind(), item.members(), item.head());
            subscription.confirm();
            subscription.acknowledged(acknowledged.getOrDefault(item.conversation(), 0L));
            // A cursor beyond the head would hide what comes until the head has passed it.
            boolean fellBack = subscription.fallBackTo(item.head());
            boolean current = noted && counted && !fellBack && !subscription.isInDoubt();
            if (!current || subscription.sent() < item.head() || !subscription.goLive()) {
                wanted.add(new Wanted(subscription, cursor == null && !seen));
            }
        }
        left.forEach(
                (conversation, cursor) -> wanted.add(new Wanted(subscriptions.enter(conversation, cursor), false)));
        joined.forEach(conversation -> {
            if (subscriptions.get(conversation) == null) {
                wanted.add(new Wanted(subscriptions.begin(new Conversation(conversation)), false));
            }
        });
        return wanted;
    }
}
