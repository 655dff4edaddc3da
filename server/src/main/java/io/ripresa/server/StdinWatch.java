package io.ripresa.server;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends this process when its standard input is closed, which the operating system does when its parent is gone. */
final class StdinWatch {

    /** A process that nobody waits for any more may close in order, but not for long. */
    private static final long CLOSE_WITHIN_MILLIS = 10_000;

    private StdinWatch() {}

    static void start() {
        daemon("ripresa-stdin", StdinWatch::watch);
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // What is said does not matter, only that somebody is there.
                continue;
            }
        } catch (IOException e) {
            // A pipe that broke is a pipe that ended.
            end();
            return;
        }
        end();
    }

    private static void end() {
        daemon("ripresa-halt", () -> {
            try {
                if (new CountDownLatch(1).await(CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
