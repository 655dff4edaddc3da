package io.ripresa.postgres;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a server when this process is gone, {@code kill -9} included: a shell that waits at a pipe of which this process
 * holds the other end. The operating system closes it, whatever the end was.
 *
 * <p>On Windows there is no such shell; there the server is stopped when this process ends in order, and otherwise by
 * the next one that starts on the same folder.
 */
final class Guard {

    /** What the pipe says where the server was stopped in order. */
    private static final String OFF = "off";

    private static final String SCRIPT = "trap '' INT TERM HUP\n"
            + "read said\n"
            + "[ \"$said\" = " + OFF + " ] && exit 0\n"
            + "remove=$1; shift\n"
            + "\"$@\" >/dev/null 2>&1\n"
            + "[ -z \"$remove\" ] || rm -rf \"$remove\"\n";

    private final OutputStream pipe;

    private Guard(OutputStream pipe) {
        this.pipe = pipe;
    }

    /**
     * @param stop the command that stops the server
     * @param removed the folder to remove then; empty for none
     */
    static Guard over(List<String> stop, String removed, Path folder) throws IOException {
        if (File.separatorChar != '/') {
            Thread last = new Thread(() -> runQuietly(stop), "ripresa-postgres-stop");
            Runtime.getRuntime().addShutdownHook(last);
            return new Guard(OutputStream.nullOutputStream());
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "ripresa-postgres-guard", removed));
        command.addAll(stop);
        Process shell = new ProcessBuilder(command)
                .directory(folder.toFile().getParentFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Guard(shell.getOutputStream());
    }

    /** The server was stopped in order: nothing is left to do. */
    void off() {
        try (pipe) {
            pipe.write((OFF + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The shell is gone already, so it does nothing either.
            return;
        }
    }

    private static void runQuietly(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return; // The next start on the folder stops it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
