/// The public documents, held against all that a run gets to see: every answer through the gateway against the merged
/// OpenAPI document, every frame against the AsyncAPI document. What they do not name counts as wrong, too.
@NullMarked
package dev.hongyan.e2e.contract;

import org.jspecify.annotations.NullMarked;
