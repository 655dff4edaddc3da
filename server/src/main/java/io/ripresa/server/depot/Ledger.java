package io.ripresa.server.depot;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The depot's append-only record of every request that reached it: the judge of what was recovered. In memory, and in a
 * file where one is given. Safe for use by many threads.
 */
public final class Ledger implements AutoCloseable {

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final @Nullable BufferedWriter file;

    private Ledger(@Nullable BufferedWriter file) {
        this.file = file;
    }

    public static Ledger inMemory() {
        return new Ledger(null);
    }

    /** Writes every entry to the file as well, at once. What the file holds already is read first. */
    public static Ledger inFile(Path path) throws IOException {
        List<LedgerEntry> before = Files.exists(path) ? read(path) : List.of();
        Ledger ledger = new Ledger(Files.newBufferedWriter(
                path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        ledger.entries.addAll(before);
        return ledger;
    }

    /** The entries of a file, oldest first. A last line without an end is left out: it is being written. */
    public static List<LedgerEntry> read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
        return end < 0
                ? List.of()
                : text.substring(0, end).lines().map(LedgerEntry::parse).toList();
    }

    synchronized void append(LedgerEntry entry) {
        entries.add(entry);
        if (file != null) {
            try {
                file.write(entry.toLine());
                file.write('\n');
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the depot's ledger cannot be written", e);
            }
        }
    }

    /** All entries so far, oldest first. */
    public synchronized List<LedgerEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
