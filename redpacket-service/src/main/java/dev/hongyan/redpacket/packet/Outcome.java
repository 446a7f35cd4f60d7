package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.ProblemCode;

/// What has become of a claim.
sealed interface Outcome {
    /// @param repeated whether it was there already
    record Paid(Claim claim, boolean repeated) implements Outcome {}

    record Refused(ProblemCode problem) implements Outcome {}

    /// Not decided: the packet's message has to come into the conversation first.
    record Unannounced() implements Outcome {}
}
