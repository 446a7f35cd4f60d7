package dev.hongyan.launcher;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// To which system files of PostgreSQL belong: a number that each server makes up when its folder is made, and that
/// stands in its files, in the byte order of the machine.
final class SystemIdentity {
    /// Behind the header of the first page.
    private static final int IN_SEGMENT = 24;

    private SystemIdentity() {}

    /// Empty where there is no server's folder.
    static OptionalLong ofData(Path data) throws IOException {
        return read(data.resolve("global/pg_control"), 0);
    }

    /// Empty where no segment of a log lies.
    static OptionalLong ofArchive(Path archive) throws IOException {
        Optional<Path> segment;
        try (Stream<Path> files = Files.list(archive)) {
            segment = files.filter(file -> String.valueOf(file.getFileName()).matches("[0-9A-F]{24}"))
                    .findAny();
        }
        return segment.isPresent() ? read(segment.get(), IN_SEGMENT) : OptionalLong.empty();
    }

    private static OptionalLong read(Path file, int at) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < at + Long.BYTES) {
            return OptionalLong.empty();
        }
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(in)) {
            data.skipNBytes(at);
            byte[] bytes = new byte[Long.BYTES];
            data.readFully(bytes);
            return OptionalLong.of(
                    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong());
        }
    }
}
