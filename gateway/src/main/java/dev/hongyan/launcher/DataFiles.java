package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which files and folders of a PostgreSQL server belong in a backup. It bears that some vanish meanwhile, as
/// they do below a server that works.
final class DataFiles extends SimpleFileVisitor<Path> {
    private static final Set<String> WITHOUT_CONTENT = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");
    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid", "postmaster.opts", "pg_internal.init", "backup_label", "tablespace_map", "pgsql_tmp");

    private final Path data;
    private final List<Path> found = new ArrayList<>();

    private DataFiles(Path data) {
        this.data = data;
    }

    /// Folders before what is in them.
    static List<Path> list(Path data) throws IOException {
        DataFiles files = new DataFiles(data);
        Files.walkFileTree(data, files);
        return files.found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(data)) {
            return FileVisitResult.CONTINUE;
        }
        if (isLeftOut(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        found.add(folder);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isLeftOut(file)) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        return goOn(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
        return failure == null ? FileVisitResult.CONTINUE : goOn(failure);
    }

    private static FileVisitResult goOn(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private boolean isLeftOut(Path path) {
        Path relative = data.relativize(path);
        boolean inside = relative.getNameCount() > 1
                && WITHOUT_CONTENT.contains(relative.getName(0).toString());
        String name = String.valueOf(relative.getFileName());
        return (inside && !relative.toString().equals("pg_wal/archive_status"))
                || LEFT_OUT.stream().anyMatch(name::startsWith);
    }
}
