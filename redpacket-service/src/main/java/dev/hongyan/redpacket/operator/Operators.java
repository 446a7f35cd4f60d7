package dev.hongyan.redpacket.operator;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Who is an operator: those whom a setting names.
@ApplicationScoped
class Operators {
    private final Set<UUID> users;

    @Inject
    Operators(OperatorConfig config) {
        this.users = config.users().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
    }

    /// The caller, if he is one.
    UUID require(Caller caller) {
        UUID user = caller.user();
        if (!users.contains(user)) {
            throw new ProblemException(ProblemCode.FORBIDDEN);
        }
        return user;
    }
}
