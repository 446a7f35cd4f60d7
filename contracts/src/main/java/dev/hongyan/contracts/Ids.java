package dev.hongyan.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;

/// Ids of the product: new ones are UUIDv7 (they sort by time), derived ones UUIDv8 (the same input gives the same id).
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /// A new UUIDv7 of now.
    public static UUID v7() {
        long high = (System.currentTimeMillis() << 16) | 0x7000L | RANDOM.nextInt(0x1000);
        long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /// The id that belongs to `base` for the purpose `what`; the same for the same two, everywhere and for ever.
    public static UUID derived(UUID base, String what) {
        byte[] purpose = what.getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(16 + purpose.length);
        input.putLong(base.getMostSignificantBits()).putLong(base.getLeastSignificantBits());
        return version8(input.put(purpose).array());
    }

    /// The id of the direct conversation of two users, whichever of them asks.
    public static UUID direct(UUID one, UUID other) {
        boolean ordered = one.toString().compareTo(other.toString()) <= 0;
        UUID first = ordered ? one : other;
        UUID second = ordered ? other : one;
        ByteBuffer input = ByteBuffer.allocate(32);
        input.putLong(first.getMostSignificantBits()).putLong(first.getLeastSignificantBits());
        input.putLong(second.getMostSignificantBits()).putLong(second.getLeastSignificantBits());
        return version8(input.array());
    }

    private static UUID version8(byte[] input) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(input));
            long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
            long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
