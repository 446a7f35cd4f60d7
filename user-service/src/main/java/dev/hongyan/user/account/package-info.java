/// People: their profile, how a name is read (pinyin), and who may find them.
///
/// The row of an account is also the lock of its contacts: whoever changes something between two people locks both
/// rows first, in the order of their ids.
@NullMarked
package dev.hongyan.user.account;

import org.jspecify.annotations.NullMarked;
