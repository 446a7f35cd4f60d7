package dev.hongyan.benchmarks;

import dev.hongyan.benchmarks.World.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Up to where the devices of the first so many people hold their direct conversations. On the generator's thread.
final class Holdings {
    private final World world;
    private final List<Conversation> conversations;
    private final List<List<Integer>> conversationsOf = new ArrayList<>();
    /// The highest number that each side's device has seen, by conversation.
    private final long[][] seen;
    private final long[][] acknowledged;
    private final long[] selfHeads;

    /// @param heads what they hold at the beginning
    Holdings(World world, int people, List<Conversation> conversations, Map<UUID, Long> heads) {
        this.world = world;
        this.conversations = conversations;
        this.seen = new long[2][conversations.size()];
        this.acknowledged = new long[2][conversations.size()];
        this.selfHeads = new long[people];
        for (int i = 0; i < people; i++) {
            conversationsOf.add(new ArrayList<>());
            selfHeads[i] = heads.getOrDefault(world.accounts().get(i).id(), 0L);
        }
        for (int i = 0; i < conversations.size(); i++) {
            conversationsOf.get(conversations.get(i).one()).add(i);
            conversationsOf.get(conversations.get(i).other()).add(i);
            long head = heads.getOrDefault(conversations.get(i).id(), 0L);
            for (int side = 0; side < 2; side++) {
                seen[side][i] = head;
                acknowledged[side][i] = head;
            }
        }
    }

    /// Notes what came, and answers the number that the device held before.
    long take(int place, int side, long seq) {
        long last = seen[side][place];
        seen[side][place] = Math.max(last, seq);
        return last;
    }

    /// From where that device resumes.
    Cursors resume(int person) {
        Cursors cursors = new Cursors("resume").at(world.accounts().get(person).id(), selfHeads[person]);
        for (int place : conversationsOf.get(person)) {
            Conversation conversation = conversations.get(place);
            cursors.at(conversation.id(), seen[conversation.side(person)][place]);
        }
        return cursors;
    }

    /// What has come to it since it said so last; empty when nothing has.
    Cursors received(int person) {
        Cursors cursors = new Cursors("received");
        for (int place : conversationsOf.get(person)) {
            int side = conversations.get(place).side(person);
            if (seen[side][place] > acknowledged[side][place]) {
                acknowledged[side][place] = seen[side][place];
                cursors.at(conversations.get(place).id(), seen[side][place]);
            }
        }
        return cursors;
    }

    /// Whether each device of the first so many people holds every conversation among them up to these heads.
    boolean reach(Map<UUID, Long> heads, int people) {
        for (int place = 0; place < conversations.size(); place++) {
            Conversation conversation = conversations.get(place);
            if (conversation.one() < people && conversation.other() < people) {
                long head = heads.getOrDefault(conversation.id(), 0L);
                if (seen[0][place] < head || seen[1][place] < head) {
                    return false;
                }
            }
        }
        return true;
    }
}
