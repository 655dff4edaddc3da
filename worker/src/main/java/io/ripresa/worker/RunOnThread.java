package io.ripresa.worker;

import org.jspecify.annotations.Nullable;

/** The run whose handler is at work on the calling thread: what it submits there is its making. Thread-safe. */
final class RunOnThread {

    /** A run, and the database its task lives in. */
    private record Here(LiveRun run, Database database) {}

    private static final ThreadLocal<Here> CURRENT = new ThreadLocal<>();

    private RunOnThread() {}

    /** A handler begins on this thread. */
    static void enter(LiveRun run, Database database) {
        CURRENT.set(new Here(run, database));
    }

    /** It is over. */
    static void leave() {
        CURRENT.remove();
    }

    /** The run on this thread whose task lives in this database, or null. */
    static @Nullable LiveRun of(Database database) {
        Here here = CURRENT.get();
        return here != null && here.database() == database ? here.run() : null;
    }
}
