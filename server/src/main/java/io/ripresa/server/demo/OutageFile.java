package io.ripresa.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How two processes agree on the beginning of the outage: whoever comes first writes it, once. */
final class OutageFile {

    private OutageFile() {}

    /** What was written, or null while nothing was. */
    static @Nullable Instant read(Path file) throws IOException {
        return Files.exists(file) ? Instant.parse(Files.readString(file).strip()) : null;
    }

    /** What was written before, or else this, written now. */
    static Instant readOrWrite(Path file, Instant startsAt) throws IOException {
        Instant before = read(file);
        if (before != null) {
            return before;
        }
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(draft, startsAt + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return startsAt;
    }
}
