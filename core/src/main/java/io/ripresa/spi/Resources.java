package io.ripresa.spi;

import java.util.List;
import java.util.Locale;

/** How much this process and its machine have left of what every process needs. Safe for use by many threads. */
@FunctionalInterface
public interface Resources {

    /** Tells of nothing. */
    Resources NONE = List::of;

    /** What can be told now; what cannot is left out. Cheap: health checks ask for it. */
    List<Use> read();

    /** What every process needs. */
    enum Resource {
        CPU,
        MEMORY,
        DISK,
        FILE_DESCRIPTORS,
        THREADS,
        CONNECTIONS;

        /** As dependencies are named: {@code memory}, {@code file-descriptors}. */
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How much of a resource is in use.
     *
     * @param resource which
     * @param share 0 to 1
     * @param detail of what, and how much is left, for people; the rest of a sentence in brackets
     */
    record Use(Resource resource, double share, String detail) {}
}
