package dev.hongyan.group.group;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/// How large groups may grow. The settings have bounds of their own, since message-service changes the rows of all
/// members in one transaction when a group ends, and writes to all admins in one when somebody wants to join.
@ApplicationScoped
public class GroupLimits {
    private static final int MOST_MEMBERS = 10_000;
    private static final int MOST_ADMINS = 200;

    private final GroupConfig config;

    @Inject
    GroupLimits(GroupConfig config) {
        check("max-members", config.maxMembers(), MOST_MEMBERS);
        check("max-admins", config.maxAdmins(), MOST_ADMINS);
        check("max-invitations", config.maxInvitations(), Integer.MAX_VALUE);
        this.config = config;
    }

    /// Made at the start, so that a setting that cannot be does not wait for the first group.
    void start(@Observes StartupEvent event) {}

    /// Refuses that many members.
    void admitMembers(int count) {
        if (count > config.maxMembers()) {
            throw new ProblemException(ProblemCode.GROUP_FULL);
        }
    }

    /// Refuses one more admin than there are.
    void admitAdmin(int there) {
        if (there >= config.maxAdmins()) {
            throw new ProblemException(ProblemCode.LIMIT_REACHED);
        }
    }

    /// Refuses one more open invitation than there are.
    public void admitInvitation(int there) {
        if (there >= config.maxInvitations()) {
            throw new ProblemException(ProblemCode.LIMIT_REACHED);
        }
    }

    /// The owner and the admins are no more than that.
    int leaders() {
        return 1 + config.maxAdmins();
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("hongyan.group." + name + " is from 1 to " + most);
        }
    }
}
