package dev.hongyan.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames as they stand on the wire.
public final class Wire {
    private Wire() {}

    /// The payloads of all frames in the buffer.
    public static List<String> frames(ByteBuf wire) {
        List<String> frames = new ArrayList<>();
        while (wire.isReadable()) {
            assertThat(wire.readUnsignedByte()).isEqualTo((short) 0x81);
            int length = wire.readUnsignedByte();
            if (length == 126) {
                length = wire.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(wire.readLong());
            }
            frames.add(wire.readCharSequence(length, StandardCharsets.UTF_8).toString());
        }
        return frames;
    }
}
