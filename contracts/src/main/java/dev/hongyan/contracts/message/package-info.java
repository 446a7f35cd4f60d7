/// The content of a message, the batch call that appends messages, and the record that tells of appended ones.
@NullMarked
package dev.hongyan.contracts.message;

import org.jspecify.annotations.NullMarked;
