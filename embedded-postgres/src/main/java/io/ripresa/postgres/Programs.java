package io.ripresa.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's own programs, as an account that they accept. */
record Programs(Binaries binaries, Account account) {

    /** Longer than what the programs themselves wait for. */
    private static final int MOST_SECONDS = 120;

    /**
     * How a program ended.
     *
     * @param exitCode 0 where it did what was asked
     * @param output all it said
     */
    record Result(int exitCode, String output) {
        boolean isGood() {
            return exitCode == 0;
        }
    }

    /** The words of a command line. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(binaries.program(program));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /**
     * Runs a program to its end.
     *
     * @param folder where it stands, and where its output is kept while it runs: a pipe would stay open as long as a
     *     server lives that was started
     */
    Result run(Path folder, String program, List<String> arguments) {
        try {
            Path output = Files.createTempFile(folder, program, ".out");
            try {
                return new Result(exitCode(folder, output, program, arguments), Files.readString(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    program + " for the folder " + folder + " could not be run: " + e.getMessage(), e);
        }
    }

    private int exitCode(Path folder, Path output, String program, List<String> arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(program, arguments));
        builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        // Messages are read here, and the machine's habits must not get into the data.
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC"));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                Files.writeString(
                        output, program + " did not end within " + MOST_SECONDS + " s", StandardCharsets.UTF_8);
                return -1;
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
