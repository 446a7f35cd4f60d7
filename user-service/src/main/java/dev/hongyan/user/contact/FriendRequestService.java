package dev.hongyan.user.contact;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.AccountService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks for friendship, and answers.
@ApplicationScoped
public class FriendRequestService {
    private final FriendRequestRepository requests;
    private final FriendshipRepository friendships;
    private final Friendships friends;
    private final BlockRepository blocks;
    private final AccountService accounts;
    private final Outbox outbox;
    private final Versions versions;

    @Inject
    FriendRequestService(
            FriendRequestRepository requests,
            FriendshipRepository friendships,
            Friendships friends,
            BlockRepository blocks,
            AccountService accounts,
            Outbox outbox,
            Versions versions) {
        this.requests = requests;
        this.friendships = friendships;
        this.friends = friends;
        this.blocks = blocks;
        this.accounts = accounts;
        this.outbox = outbox;
        this.versions = versions;
    }

    /// What became of a request.
    sealed interface Outcome {
        /// It waits for its answer.
        record Created(Change<FriendRequest.View> change) implements Outcome {}

        /// The same was asked before and waits still.
        record Repeated(FriendRequest.View request) implements Outcome {}

        /// The other had asked as well: they are friends now.
        record Crossed(Change<FriendRequest.View> change) implements Outcome {}
    }

    /// Asks `to` for friendship.
    @Transactional
    Outcome ask(UUID from, UUID to, @Nullable String message) {
        accounts.lockBoth(from, to);
        if (blocks.isBlocked(to, from)) {
            throw new ProblemException(ProblemCode.BLOCKED);
        }
        if (friendships.areFriends(from, to)) {
            throw new ProblemException(ProblemCode.ALREADY_FRIENDS);
        }
        Optional<FriendRequest> same = requests.findPending(from, to);
        if (same.isPresent()) {
            return new Outcome.Repeated(same.get().view());
        }
        Optional<FriendRequest> crossing = requests.findPending(to, from);
        FriendRequest request = new FriendRequest(Ids.v7(), from, to, message, versions.first());
        requests.persist(request);
        List<EventEnvelope> events = new ArrayList<>(outbox.append(request.requested()));
        if (crossing.isEmpty()) {
            return new Outcome.Created(new Change<>(request.view(), events));
        }
        events.addAll(answer(request, State.ACCEPTED));
        events.addAll(accept(crossing.get()));
        return new Outcome.Crossed(new Change<>(request.view(), events));
    }

    /// Answers a request; the same answer again is no refusal, another one is.
    @Transactional
    Change<FriendRequest.View> answer(UUID recipient, UUID id, State answer) {
        UUID sender = requests.findByIdOptional(id)
                .filter(found -> found.recipient().equals(recipient))
                .map(FriendRequest::sender)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        accounts.lockBoth(sender, recipient);
        FriendRequest request = requests.getRefreshed(id);
        if (request.state() == State.PENDING) {
            List<EventEnvelope> events = answer == State.ACCEPTED ? accept(request) : answer(request, answer);
            return new Change<>(request.view(), events);
        }
        if (request.state() != answer) {
            throw new ProblemException(ProblemCode.ALREADY_ANSWERED);
        }
        boolean tellAgain = answer == State.ACCEPTED && friendships.areFriends(sender, recipient);
        return new Change<>(request.view(), tellAgain ? friends.befriend(sender, recipient) : List.of());
    }

    /// Makes two people friends without a request between them.
    @Transactional
    public void introduce(UUID one, UUID other) {
        accounts.lockBoth(one, other);
        if (!friendships.areFriends(one, other)) {
            friends.befriend(one, other);
        }
    }

    @Transactional
    List<FriendRequest.View> list(FriendRequestRepository.Selection selection) {
        return requests.list(selection).stream().map(FriendRequest::view).toList();
    }

    private List<EventEnvelope> answer(FriendRequest request, State answer) {
        request.answer(answer, versions.next(request.version()));
        return outbox.append(request.answered());
    }

    private List<EventEnvelope> accept(FriendRequest request) {
        List<EventEnvelope> events = new ArrayList<>(answer(request, State.ACCEPTED));
        events.addAll(friends.befriend(request.sender(), request.recipient()));
        return events;
    }
}
