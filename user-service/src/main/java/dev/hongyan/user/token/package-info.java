/// Access tokens and the keys that sign them; tokens for services; discovery.
///
/// A signing key is published a day before it signs and until long after the last token that it signed, so a verifier
/// that fetches the keys now and then never meets an unknown one.
@NullMarked
package dev.hongyan.user.token;

import org.jspecify.annotations.NullMarked;
