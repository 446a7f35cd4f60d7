package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whole folders.
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /// What a failure has left. That it stays as well must not hide the failure.
    static boolean tryDelete(Path folder) {
        try {
            delete(folder);
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// The names in this folder are on the disk. What the files hold is another matter.
    static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// The names in this folder and in all below it are on the disk.
    static void forceAll(Path folder) throws IOException {
        List<Path> folders;
        try (Stream<Path> paths = Files.walk(folder)) {
            folders = paths.filter(Files::isDirectory).toList();
        }
        for (Path each : folders) {
            force(each);
        }
    }
}
