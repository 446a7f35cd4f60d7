/// Conversations as their members see them: the list with what is unread, the history, sending, positions, settings.
@NullMarked
package dev.hongyan.message.conversation;

import org.jspecify.annotations.NullMarked;
