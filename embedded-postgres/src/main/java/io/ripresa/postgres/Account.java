package io.ripresa.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL runs. It refuses to run as root, so where this process does, its commands go through {@code
 * unshare} (a user namespace of their own, in which root is nobody), or, where the system forbids that, through
 * {@code setpriv} as the user nobody.
 *
 * @param prefix goes before every command
 * @param owner number of the user to whom all files must belong, or null where it is this process's user anyway
 */
record Account(List<String> prefix, @Nullable Integer owner) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;

    static final Account SAME = new Account(List.of(), null);
    static final Account NAMESPACE = new Account(List.of("unshare", "-U"), ROOT);
    static final Account OF_NOBODY =
            new Account(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);

    /** @throws EmbeddedPostgresException if this process runs as root and has no way to be somebody else */
    static Account ofThisProcess() {
        if (!isRoot()) {
            return SAME;
        }
        if (NAMESPACE.works()) {
            return NAMESPACE;
        }
        if (OF_NOBODY.works()) {
            return OF_NOBODY;
        }
        throw new EmbeddedPostgresException(
                "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv --reuid' is permitted here;"
                        + " start this process as another user, or permit one of the two (both are of util-linux;"
                        + " a container needs CAP_SYS_ADMIN for the first, CAP_SETUID and CAP_SETGID for the second)",
                null);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(ROOT).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No /proc: not Linux.
            return "root".equals(System.getProperty("user.name")) && File.separatorChar == '/';
        }
    }

    private boolean works() {
        List<String> command = Stream.concat(prefix.stream(), Stream.of("true")).toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // There is no such command.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives a folder with all that is in it to the account. */
    void own(Path folder) throws IOException {
        if (owner == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.forEach(path -> {
                try {
                    if (!owner.equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
