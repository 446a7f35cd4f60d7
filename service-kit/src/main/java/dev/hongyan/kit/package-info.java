/// Plumbing that all services share and that knows no domain: the transactional outbox, consumers of events, problem
/// answers, who is calling, and what is checked at the start. Kept small on purpose: what two services need of a
/// domain is an event or a call, never a class here.
@NullMarked
package dev.hongyan.kit;

import org.jspecify.annotations.NullMarked;
