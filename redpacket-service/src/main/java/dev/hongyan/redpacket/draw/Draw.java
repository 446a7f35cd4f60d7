package dev.hongyan.redpacket.draw;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The shares of a lucky packet, computed from its seed and its id and nothing else, so that anybody can do it again.
/// `docs/reference/red-packets.md` says how, with test vectors; a change here breaks every packet that was ever made.
public final class Draw {
    /// The least fen in a share.
    public static final long MIN_SHARE = 1;

    /// The most fen in a share. No setting: who recomputes a draw takes this number.
    public static final long MAX_SHARE = 20_000;

    private Draw() {}

    /// Lower-case hex SHA-256 of the seed and the id: shown from the start, it binds the draw before the first claim.
    public static String commitment(byte[] seed, UUID id) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed);
            return HexFormat.of().formatHex(digest.digest(bytes(id)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// The shares in the order in which they are claimed. Each is within 1 and `cap`, their sum is `total`.
    ///
    /// @param total fen, at least `count` and at most `count` · `cap`
    public static long[] shares(byte[] seed, UUID id, long total, int count, long cap) {
        if (count < 1 || total < count * MIN_SHARE || total > count * cap) {
            throw new IllegalArgumentException("no such shares");
        }
        Stream stream = new Stream(seed, id);
        long[] shares = new long[count];
        long rest = total;
        for (int left = count; left >= 2; left--) {
            long share = share(stream, rest, left, cap);
            shares[count - left] = share;
            rest -= share;
        }
        shares[count - 1] = rest;
        for (int i = count - 1; i >= 1; i--) {
            int other = (int) stream.uniform(i + 1L);
            long moved = shares[i];
            shares[i] = shares[other];
            shares[other] = moved;
        }
        return shares;
    }

    /// Uniform around twice the mean, as wide as the bounds of this and of all later shares admit.
    private static long share(Stream stream, long rest, int left, long cap) {
        long low = Math.max(MIN_SHARE, rest - (left - 1) * cap);
        long high = Math.min(cap, rest - (left - 1) * MIN_SHARE);
        long sum = 2 * rest / left;
        long fraction = 2 * rest % left;
        if (fraction > 0 && stream.uniform(left) < fraction) {
            sum++;
        }
        long from = Math.max(low, sum - high);
        long to = sum - from;
        return from + stream.uniform(to - from + 1);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /// HMAC-SHA-256 in counter mode, read as unsigned 64-bit words.
    private static final class Stream {
        private final Mac mac;
        private final byte[] id;
        private long counter;
        private ByteBuffer words = ByteBuffer.allocate(0);

        Stream(byte[] seed, UUID id) {
            this.id = bytes(id);
            try {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(seed, "HmacSHA256"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HMAC-SHA-256 is part of every JDK", e);
            }
        }

        /// A number below `n`, each as likely as the others; reads nothing when there is one only.
        long uniform(long n) {
            if (n == 1) {
                return 0;
            }
            // 2^64 mod n: the words at the end that would make small numbers likelier.
            long excess = (Long.remainderUnsigned(-1L, n) + 1) % n;
            while (true) {
                long word = next();
                if (excess == 0 || Long.compareUnsigned(word, -excess) < 0) {
                    return Long.remainderUnsigned(word, n);
                }
            }
        }

        private long next() {
            if (!words.hasRemaining()) {
                mac.update(id);
                words = ByteBuffer.wrap(
                        mac.doFinal(ByteBuffer.allocate(8).putLong(counter++).array()));
            }
            return words.getLong();
        }
    }
}
