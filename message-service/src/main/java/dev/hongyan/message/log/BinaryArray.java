package dev.hongyan.message.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/// An array parameter in PostgreSQL's binary form, so that content goes to the database without becoming a String.
///
/// The connection must have `binaryTransferEnable` for the type; the driver would bind null otherwise.
final class BinaryArray extends PGobject implements PGBinaryObject {
    private static final long serialVersionUID = 1L;
    private static final int OID_BYTEA = 17;
    private static final int OID_INT8 = 20;
    private static final int OID_INT4 = 23;
    private static final int OID_TEXT = 25;
    private static final int OID_UUID = 2950;

    private final transient byte[] bytes;

    private BinaryArray(String type, byte[] bytes) {
        setType(type);
        this.bytes = bytes;
    }

    static BinaryArray uuids(List<@Nullable UUID> values) {
        ByteBuffer out = begin(OID_UUID, values.size(), 20 * values.size());
        for (UUID value : values) {
            if (value == null) {
                out.putInt(-1);
            } else {
                out.putInt(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
            }
        }
        return new BinaryArray("_uuid", end(out));
    }

    static BinaryArray longs(List<Long> values) {
        ByteBuffer out = begin(OID_INT8, values.size(), 12 * values.size());
        values.forEach(value -> out.putInt(8).putLong(value));
        return new BinaryArray("_int8", end(out));
    }

    static BinaryArray longs(long[] values) {
        ByteBuffer out = begin(OID_INT8, values.length, 12 * values.length);
        for (long value : values) {
            out.putInt(8).putLong(value);
        }
        return new BinaryArray("_int8", end(out));
    }

    static BinaryArray ints(int[] values) {
        ByteBuffer out = begin(OID_INT4, values.length, 8 * values.length);
        for (int value : values) {
            out.putInt(4).putInt(value);
        }
        return new BinaryArray("_int4", end(out));
    }

    /// UTF-8 bytes as text.
    static BinaryArray texts(List<byte[]> values) {
        return new BinaryArray("_text", blobs(OID_TEXT, values));
    }

    static BinaryArray byteas(List<byte[]> values) {
        return new BinaryArray("_bytea", blobs(OID_BYTEA, values));
    }

    private static byte[] blobs(int elementType, List<byte[]> values) {
        int size = 0;
        for (byte[] value : values) {
            size += 4 + value.length;
        }
        ByteBuffer out = begin(elementType, values.size(), size);
        values.forEach(value -> out.putInt(value.length).put(value));
        return end(out);
    }

    /// Dimensions, whether there may be nulls, element type; then size and lower bound of the one dimension.
    private static ByteBuffer begin(int elementType, int count, int elementBytes) {
        ByteBuffer out = ByteBuffer.allocate(20 + elementBytes);
        return count == 0
                ? out.putInt(0).putInt(0).putInt(elementType)
                : out.putInt(1).putInt(1).putInt(elementType).putInt(count).putInt(1);
    }

    @SuppressWarnings("ByteBufferBackingArray") // allocated above
    private static byte[] end(ByteBuffer out) {
        return out.position() == out.capacity() ? out.array() : Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public int lengthInBytes() {
        return bytes.length;
    }

    @Override
    public void toBytes(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("a parameter only");
    }

    /// The driver copies a parameter only when it batches, which is never done with these.
    @Override
    public Object clone() {
        return new BinaryArray(getType(), bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
