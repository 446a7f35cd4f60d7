/// The conversation log as seen from here: runs of messages in their raw bytes, and the calls to message-service.
@NullMarked
package dev.hongyan.push.messagelog;

import org.jspecify.annotations.NullMarked;
