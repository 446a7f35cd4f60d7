package dev.hongyan.user.account;

import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person's account, without what signs him in.
@Entity
@SuppressWarnings("UnusedVariable") // some columns are read by SQL alone
public class Account {
    @Id
    private UUID id;

    private String username;
    private String displayName;
    private String searchName;
    private String pinyin;
    private String pinyinSearch;
    private String pinyinInitials;
    private @Nullable String avatarUrl;
    private @Nullable String email;
    private @Nullable String phone;
    private @Nullable String bio;
    private String locale;

    @Embedded
    private Privacy privacy;

    private long version;
    private Instant createdAt;
    private Instant updatedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Account() {}

    @SuppressWarnings("NullAway.Init") // the name's fields are set by rename
    Account(UUID id, NewAccount account, long version) {
        this.id = id;
        this.username = account.username();
        this.email = account.email();
        this.locale = account.locale();
        this.privacy = Privacy.OPEN;
        this.version = version;
        this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = createdAt;
        rename(account.displayName());
    }

    /// The account's id, which is the user's.
    public UUID id() {
        return id;
    }

    /// The name to sign in and to be found with, lower case.
    public String username() {
        return username;
    }

    long version() {
        return version;
    }

    /// What the owner sees.
    public OwnProfile ownProfile() {
        return new OwnProfile(
                id, username, displayName, pinyin, avatarUrl, email, phone, bio, locale, privacy, createdAt);
    }

    /// What others see.
    public Profile profile() {
        return new Profile(id, username, displayName, pinyin, avatarUrl, bio);
    }

    AccountService.Known known() {
        return new AccountService.Known(id, version, username, displayName, avatarUrl);
    }

    UserRegistered registered() {
        return new UserRegistered(id, version, username, displayName, avatarUrl);
    }

    UserUpdated updated() {
        return new UserUpdated(id, version, username, displayName, avatarUrl);
    }

    Instant updatedAt() {
        return updatedAt;
    }

    boolean createdSince(Instant time) {
        return !createdAt.isBefore(time);
    }

    void change(ProfileChange change, long nextVersion) {
        if (change.displayName() != null) {
            rename(change.displayName());
        }
        avatarUrl = change.avatarUrl().orIfAbsent(avatarUrl);
        email = change.email().orIfAbsent(email);
        phone = change.phone().orIfAbsent(phone);
        bio = change.bio().orIfAbsent(bio);
        locale = change.locale() == null ? locale : change.locale();
        privacy = change.privacy(privacy);
        version = nextVersion;
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void rename(String name) {
        Reading reading = Reading.of(name);
        displayName = name;
        searchName = Reading.searchForm(name);
        pinyin = reading.pinyin();
        pinyinSearch = reading.search();
        pinyinInitials = reading.initials();
    }
}
