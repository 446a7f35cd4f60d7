package dev.hongyan.user.account;

import jakarta.persistence.Embeddable;

/// By what others may find a person.
///
/// @param findByUsername by the username or its beginning
/// @param findByName     by the beginning of the display name, its pinyin or the initials of it
@Embeddable
public record Privacy(boolean findByUsername, boolean findByName) {
    static final Privacy OPEN = new Privacy(true, true);
}
