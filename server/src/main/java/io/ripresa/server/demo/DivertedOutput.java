package io.ripresa.server.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * While this is open, whatever libraries and loggers print goes into a file, so that the terminal belongs to the story.
 */
final class DivertedOutput implements AutoCloseable {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final PrintStream file;
    private final Path path;

    DivertedOutput(Path path) throws IOException {
        this.path = path;
        file = new PrintStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8);
        System.setOut(file);
        System.setErr(file);
    }

    /** Where it goes. */
    Path path() {
        return path;
    }

    /** Standard output as it was. */
    PrintStream out() {
        return out;
    }

    /** Standard error as it was. */
    PrintStream err() {
        return err;
    }

    /** The latest lines that report trouble. */
    List<String> trouble(int most) throws IOException {
        file.flush();
        List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains(" ERROR ") || line.contains(" WARN "))
                .toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        file.close();
    }
}
