package dev.hongyan.push.presence;

import dev.hongyan.push.messagelog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The newest position of each member and conversation that has been reported and not been told yet.
final class GatheredPositions {
    private final Map<Member, Long> newest = new ConcurrentHashMap<>();

    private record Member(UUID conversation, UUID user) {}

    void note(UUID conversation, UUID user, long seq) {
        newest.merge(new Member(conversation, user), seq, Math::max);
    }

    boolean isEmpty() {
        return newest.isEmpty();
    }

    List<Position> some(int atMost) {
        List<Position> positions = new ArrayList<>();
        for (Map.Entry<Member, Long> each : newest.entrySet()) {
            if (positions.size() == atMost) {
                break;
            }
            Member member = each.getKey();
            positions.add(new Position(member.conversation(), member.user(), each.getValue()));
        }
        return positions;
    }

    /// These have been told; what has moved on meanwhile stays.
    void forget(List<Position> told) {
        told.forEach(each -> newest.remove(new Member(each.conversation(), each.user()), each.seq()));
    }
}
