package io.ripresa.server.nodes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A fresh folder that is removed with all that is in it when it is closed, unless it is to be kept. */
public final class TemporaryFolder implements AutoCloseable {

    private final Path path;
    private boolean kept;

    /** @param purpose part of its name */
    public TemporaryFolder(String purpose) throws IOException {
        path = Files.createTempDirectory("ripresa-" + purpose + "-");
    }

    public Path path() {
        return path;
    }

    /** It is not removed. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (kept || !Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
