package io.ripresa.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A process of the operating system, named so that another one can prove that it no longer exists. Only Linux says
 * enough for that; elsewhere nothing is ever proven, and a lease has to be waited for.
 *
 * @param place within which a process number means one process at a time, and all of them can be seen: the boot of the
 *     machine, the namespace of the numbers, and the user. Machines and containers that share a name do not share this.
 *     Empty where it is not known
 * @param pid its number there
 * @param born when it began, in ticks since the boot: no clock that is set changes it. 0 where it is not known
 */
record OsProcess(String place, long pid, long born) {

    private static final Path PROC = Path.of("/proc");
    /** Which of the words after the command's name says when a process began. */
    private static final int STARTED = 19;

    private static final long NOBODY = -1;
    private static final long UNKNOWN = -2;

    /** This process. */
    static OsProcess current() {
        return seenIn(PROC);
    }

    /** The same, as told by another folder than {@code /proc}. */
    static OsProcess seenIn(Path proc) {
        long pid = ProcessHandle.current().pid();
        long born = bornOf(proc, pid);
        return born <= 0 ? new OsProcess("", pid, 0) : new OsProcess(place(proc), pid, born);
    }

    /** Whether it is certain that this process has ended. */
    boolean isGone() {
        return isGone(PROC);
    }

    /** The same, as told by another folder than {@code /proc}. */
    boolean isGone(Path proc) {
        if (place.isEmpty() || born == 0 || !place.equals(place(proc))) {
            return false;
        }
        long now = bornOf(proc, pid);
        return now == NOBODY || now >= 0 && now != born;
    }

    private static String place(Path proc) {
        try {
            String boot =
                    Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
            Path numbers = Files.readSymbolicLink(proc.resolve("self/ns/pid"));
            Object user = Files.getAttribute(proc.resolve("self"), "unix:uid");
            return boot.isEmpty() ? "" : boot + ' ' + numbers + " user:" + user;
        } catch (IOException | RuntimeException e) {
            return ""; // not Linux, or not permitted
        }
    }

    private static long bornOf(Path proc, long pid) {
        try {
            String line = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
            // The name of the command stands in brackets and may contain anything.
            String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(words[STARTED]);
        } catch (NoSuchFileException e) {
            return NOBODY;
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }
}
