package dev.hongyan.user.contact;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.user.event.EventSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Tells contacts again.
@ApplicationScoped
class ContactEvents implements EventSource {
    private final FriendRequestRepository requests;
    private final FriendshipRepository friendships;
    private final BlockRepository blocks;

    @Inject
    ContactEvents(FriendRequestRepository requests, FriendshipRepository friendships, BlockRepository blocks) {
        this.requests = requests;
        this.friendships = friendships;
        this.blocks = blocks;
    }

    @Override
    public List<DomainEvent> changedBetween(Instant from, Instant to) {
        List<DomainEvent> events = new ArrayList<>();
        for (FriendRequest request : requests.listChanged(from, to)) {
            events.add(request.state() == State.PENDING ? request.requested() : request.answered());
        }
        friendships.listChanged(from, to).forEach(friendship -> events.add(friendship.changed()));
        blocks.listChanged(from, to).forEach(block -> events.add(block.changed()));
        return events;
    }
}
