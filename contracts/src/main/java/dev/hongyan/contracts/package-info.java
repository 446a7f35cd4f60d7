/// What the services of Hongyan and their clients agree on: domain events and their topics, problem codes,
/// the content of a message and the two forms of the internal batch call.
///
/// Nothing here belongs to one service. A record here is a promise: adding an optional member keeps its version,
/// anything else is a new type (see `contracts/CHANGELOG.md`).
@NullMarked
package dev.hongyan.contracts;

import org.jspecify.annotations.NullMarked;
