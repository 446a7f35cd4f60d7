package dev.hongyan.user.credential;

import dev.hongyan.user.account.OwnProfile;
import dev.hongyan.user.session.Grant;

/// A person who is signed in.
record SignIn(OwnProfile user, Grant grant) {}
