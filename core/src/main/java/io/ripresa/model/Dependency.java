package io.ripresa.model;

import java.util.Locale;

/**
 * What a task needs and an error points to, under one canonical name: {@code host:port}, {@code db:orders},
 * {@code worker:w-1}.
 *
 * @param name lower case, 1 to 200 characters
 */
public record Dependency(String name) implements Comparable<Dependency> {

    /** The memory of a process, as a resource. */
    public static final String MEMORY = "memory";

    public Dependency {
        name = name.strip().toLowerCase(Locale.ROOT);
        Texts.requireText("dependency", name, 200);
    }

    /** A network endpoint. The names of the loopback interface are one. */
    public static Dependency endpoint(String host, int port) {
        String canonical = host.toLowerCase(Locale.ROOT);
        if (canonical.endsWith(".")) {
            canonical = canonical.substring(0, canonical.length() - 1);
        }
        if (canonical.equals("127.0.0.1") || canonical.equals("[::1]") || canonical.equals("::1")) {
            canonical = "localhost";
        }
        return new Dependency(canonical + ":" + port);
    }

    /** The worker process that ran a task: what an orphaned run depended on. */
    public static Dependency worker(String id) {
        return new Dependency("worker:" + id);
    }

    /**
     * What a process needs of its machine: its memory, its disk, its file descriptors.
     *
     * @param resource {@link #MEMORY} or another
     * @param process the name of the process, kept over restarts
     */
    public static Dependency resource(String resource, String process) {
        return new Dependency(resource + "@" + process);
    }

    /** Whether it is the memory of a process. */
    public boolean isMemory() {
        return name.startsWith(MEMORY + "@");
    }

    @Override
    public int compareTo(Dependency other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
