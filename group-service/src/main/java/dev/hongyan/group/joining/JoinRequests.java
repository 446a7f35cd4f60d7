package dev.hongyan.group.joining;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.group.Group;
import dev.hongyan.group.group.Member;
import dev.hongyan.group.group.Membership;
import dev.hongyan.group.group.Membership.Acting;
import dev.hongyan.group.person.People;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lets people join, or wait for an answer.
@ApplicationScoped
public class JoinRequests {
    private final JoinRequestRepository requests;
    private final Membership membership;
    private final People people;
    private final Outbox outbox;
    private final Versions versions;
    private final Turns turns;

    @Inject
    JoinRequests(
            JoinRequestRepository requests,
            Membership membership,
            People people,
            Outbox outbox,
            Versions versions,
            Turns turns) {
        this.requests = requests;
        this.membership = membership;
        this.people = people;
        this.outbox = outbox;
        this.versions = versions;
        this.turns = turns;
    }

    /// What became of somebody who wants to join.
    sealed interface Outcome {
        /// He is a member now, or was one already.
        record Joined(Change<Group.View> change) implements Outcome {}

        /// An admin has to answer; maybe he had asked before.
        record Waiting(Change<JoinRequest.View> change) implements Outcome {}
    }

    /// Lets somebody join, or ask to. Refusals: `invitation-only`, `group-full`.
    Outcome join(UUID id, UUID user, @Nullable String message) {
        people.require(Set.of(user), "user");
        return turns.await(
                id,
                () -> QuarkusTransaction.requiringNew().call(() -> {
                    Group group = membership.lock(id);
                    Member row = membership.find(id, user).orElse(null);
                    if (row != null && row.isMember()) {
                        return new Outcome.Joined(
                                new Change<>(group.view(row.role()), membership.tell(group, List.of(row))));
                    }
                    return switch (group.joinPolicy()) {
                        case OPEN -> new Outcome.Joined(admit(group, user, user));
                        case APPROVAL -> new Outcome.Waiting(ask(group, user, message));
                        case INVITATION -> throw new ProblemException(ProblemCode.INVITATION_ONLY);
                    };
                }));
    }

    /// Makes him a member who joins by himself, in the caller's transaction and with the group locked.
    ///
    /// @param settler who counts as the one who has answered his request, if there is one
    @Transactional(Transactional.TxType.MANDATORY)
    Change<Group.View> admit(Group group, UUID user, UUID settler) {
        List<EventEnvelope> events = new ArrayList<>(membership.add(group, Set.of(user), user));
        events.addAll(settle(group.id(), Set.of(user), settler));
        return new Change<>(group.view(MemberRole.MEMBER), events);
    }

    /// Answers the pending requests of people who have become members on another way, in the caller's transaction and
    /// with the group locked.
    @Transactional(Transactional.TxType.MANDATORY)
    public List<EventEnvelope> settle(UUID group, Collection<UUID> users, UUID actor) {
        List<JoinRequest> pending = requests.listPending(group, users);
        pending.forEach(request -> request.answer(RequestState.APPROVED, actor, versions.next(request.version())));
        return outbox.append(pending.stream().map(JoinRequest::answered).toArray(DomainEvent[]::new));
    }

    @Transactional
    List<JoinRequest.View> list(UUID group, UUID caller, @Nullable UUID before, int limit) {
        Acting acting = membership.look(group, caller);
        acting.require(acting.actor().isAdmin());
        return requests.listPending(group, before, limit).stream()
                .map(JoinRequest::view)
                .toList();
    }

    /// Answers a request; the same answer again is no refusal, another one is.
    @Transactional
    Change<JoinRequest.View> answer(UUID group, UUID caller, UUID id, RequestState answer) {
        Acting locked = membership.lock(group, caller);
        locked.require(locked.actor().isAdmin());
        JoinRequest request = requests.find(group, id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        Set<UUID> user = Set.of(request.user());
        List<EventEnvelope> events = new ArrayList<>();
        if (request.state() == RequestState.PENDING) {
            request.answer(answer, caller, versions.next(request.version()));
            if (answer == RequestState.APPROVED) {
                events.addAll(membership.add(locked.group(), user, caller));
            }
        } else if (request.state() != answer) {
            throw new ProblemException(ProblemCode.ALREADY_ANSWERED);
        } else {
            events.addAll(
                    membership.tell(locked.group(), membership.rows(group, user).values()));
        }
        events.addAll(outbox.append(request.answered()));
        return new Change<>(request.view(), events);
    }

    private Change<JoinRequest.View> ask(Group group, UUID user, @Nullable String message) {
        List<JoinRequest> pending = requests.listPending(group.id(), Set.of(user));
        JoinRequest request = pending.isEmpty()
                ? new JoinRequest(Ids.v7(), group.id(), user, message, membership.admins(group.id()), versions.first())
                : pending.getFirst();
        requests.persist(request);
        return new Change<>(request.view(), outbox.append(request.requested()));
    }
}
