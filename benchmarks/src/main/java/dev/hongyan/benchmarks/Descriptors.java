package dev.hongyan.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files and sockets a process may have open. A JVM raises its own limit to the hard one by itself, and its
/// children inherit that.
final class Descriptors {
    private Descriptors() {}

    static void require(long needed) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < needed) {
            throw new IllegalStateException(
                    "This run opens up to %d sockets in one process, and this shell allows %d open files. Raise the limit (`ulimit -Hn`, or LimitNOFILE, or --ulimit nofile of a container), or measure fewer."
                            .formatted(needed, system.getMaxFileDescriptorCount()));
        }
    }
}
