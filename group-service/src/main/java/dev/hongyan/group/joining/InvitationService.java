package dev.hongyan.group.joining;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.group.group.Group;
import dev.hongyan.group.group.GroupLimits;
import dev.hongyan.group.group.Member;
import dev.hongyan.group.group.Membership;
import dev.hongyan.group.group.Membership.Acting;
import dev.hongyan.group.joining.InvitationRepository.Invitation;
import dev.hongyan.group.person.People;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Makes and accepts invitations.
@ApplicationScoped
class InvitationService {
    private static final int TOKEN_BYTES = 16;

    private final InvitationRepository invitations;
    private final JoinRequests requests;
    private final Membership membership;
    private final GroupLimits limits;
    private final People people;
    private final Turns turns;
    private final String publicUrl;
    private final SecureRandom random = new SecureRandom();

    @Inject
    InvitationService(
            InvitationRepository invitations,
            JoinRequests requests,
            Membership membership,
            GroupLimits limits,
            People people,
            Turns turns,
            @ConfigProperty(name = "hongyan.public-url") String publicUrl) {
        this.invitations = invitations;
        this.requests = requests;
        this.membership = membership;
        this.limits = limits;
        this.people = people;
        this.turns = turns;
        this.publicUrl = publicUrl;
    }

    /// An invitation as who made it sees it, this once.
    @Schema(name = "Invitation")
    record View(String token, String url, Instant expiresAt, int maxUses) {}

    @Transactional
    View create(UUID group, UUID caller, int maxUses, int hours) {
        Acting locked = membership.lock(group, caller);
        locked.requireMayInvite();
        invitations.deleteEnded(group);
        limits.admitInvitation(invitations.countOpen(group));
        byte[] bits = new byte[TOKEN_BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant expiresAt = invitations.insert(hash(token), group, caller, maxUses, hours);
        return new View(token, publicUrl + "/invitations/" + token, expiresAt, maxUses);
    }

    /// Makes the caller a member. Refusals: not found, `invitation-expired`, `group-full`; who is a member already uses
    /// nothing up.
    Change<Group.View> accept(String token, UUID user) {
        String hash = hash(token);
        people.require(Set.of(user), "user");
        UUID id = QuarkusTransaction.requiringNew().call(() -> find(hash).group());
        return turns.await(
                id,
                () -> QuarkusTransaction.requiringNew().call(() -> {
                    Group group = membership.lock(id);
                    Member row = membership.find(group.id(), user).orElse(null);
                    if (row != null && row.isMember()) {
                        return new Change<>(group.view(row.role()), membership.tell(group, List.of(row)));
                    }
                    // Read again under the lock, under which all uses are counted.
                    Invitation invitation = find(hash);
                    if (!invitation.open() || !mayInvite(group, invitation.creator())) {
                        throw new ProblemException(ProblemCode.INVITATION_EXPIRED);
                    }
                    invitations.use(hash);
                    return requests.admit(group, user, invitation.creator());
                }));
    }

    /// Who was taken out must not come back by an invitation of his own.
    private boolean mayInvite(Group group, UUID creator) {
        return membership
                .find(group.id(), creator)
                .filter(Member::isMember)
                .filter(member -> group.membersMayInvite() || member.isAdmin())
                .isPresent();
    }

    private Invitation find(String hash) {
        return invitations.find(hash).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
