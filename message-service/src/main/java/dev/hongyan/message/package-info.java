/// message-service: conversations and their logs. It decides, from its own rows and in the append's transaction,
/// who may read and who may write.
@NullMarked
package dev.hongyan.message;

import org.jspecify.annotations.NullMarked;
