/// Catching up with the log: resume, holes, and how far each device has got.
@NullMarked
package dev.hongyan.push.resume;

import org.jspecify.annotations.NullMarked;
