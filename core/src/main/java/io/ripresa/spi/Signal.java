package io.ripresa.spi;

/**
 * Tells other processes on the same database that there may be something to do, so that they need not look often. Rings
 * are hints: they may get lost, come late or come together; whoever listens also looks by itself now and then.
 *
 * <p>Safe for use by many threads.
 */
public interface Signal {

    /** What there may be. */
    enum Topic {
        /** Something to read or to decide: events of a task system, an order of a person. */
        NEWS,
        /** A run that may be due. */
        WORK
    }

    /** Tells everybody who listens, in all processes, soon. Returns at once, never throws. */
    void ring(Topic topic);

    /**
     * Listens until closed.
     *
     * @param heard called on the signal's thread; must return at once and must not throw
     */
    Listening listen(Topic topic, Runnable heard);

    /** Whether a ring normally arrives within a second: then loops may look less often by themselves. */
    boolean isPrompt();

    /** Ends listening when closed. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** Nobody hears anything: everybody looks by themselves. */
    Signal NONE = new Signal() {
        @Override
        public void ring(Topic topic) {
            // There is nobody to tell.
        }

        @Override
        public Listening listen(Topic topic, Runnable heard) {
            return () -> {};
        }

        @Override
        public boolean isPrompt() {
            return false;
        }
    };
}
