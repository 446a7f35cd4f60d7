package dev.hongyan.group.person;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A person, as user-service told of him last. Written by SQL alone, which compares the versions.
@Entity
@Immutable
class Person {
    @Id
    private UUID id;

    private String username;
    private String displayName;
    private @Nullable String avatarUrl;

    @SuppressWarnings("NullAway.Init")
    protected Person() {}

    Profile profile() {
        return new Profile(id, username, displayName, avatarUrl);
    }
}
