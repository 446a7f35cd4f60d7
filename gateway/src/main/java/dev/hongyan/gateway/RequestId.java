package dev.hongyan.gateway;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Numbers for requests: UUIDv7, so that they sort by time.
final class RequestId {
    private RequestId() {}

    /// Not a secret, so the fast source of randomness will do.
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
