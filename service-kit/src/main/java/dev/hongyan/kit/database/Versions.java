package dev.hongyan.kit.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Numbers that rise with every change of a row: generation · 2^40 + n. Whoever restores the database from a backup
/// raises the generation, so that what is written then is newer than anything that the others have seen.
@ApplicationScoped
public class Versions {
    private static final int GENERATION_SHIFT = 40;

    private final long floor;

    @Inject
    Versions(@ConfigProperty(name = "hongyan.database.generation") long generation) {
        this.floor = generation << GENERATION_SHIFT;
    }

    /// The version of a new row.
    public long first() {
        return floor + 1;
    }

    /// The version after `current`.
    public long next(long current) {
        return Math.max(current, floor) + 1;
    }

    /// The number below which nothing new is numbered.
    public long floor() {
        return floor;
    }
}
