package dev.hongyan.contracts;

/// The level of the public contract, told by `GET /api/server`; rises with every change on the wire.
public final class ContractLevel {
    /// What `contracts/CHANGELOG.md` says last.
    public static final int CURRENT = 1;

    private ContractLevel() {}
}
