package io.ripresa.spring;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.ripresa.spi.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK and the connection pool tell: processor, heap as the latest collection left it, the disk of the working
 * directory, file descriptors, threads where the system limits them, connections. What cannot be told is left out.
 */
final class JvmResources implements Resources {

    private static final long MEGABYTE = 1 << 20;
    private static final Path PROCESSES_LIMIT = Path.of("/sys/fs/cgroup/pids.max");
    private static final Path PROCESSES = Path.of("/sys/fs/cgroup/pids.current");

    private final Path disk;
    private final Supplier<@Nullable Float> connections;

    /**
     * @param disk a file or folder on the disk that must not run full
     * @param connections share of the pool's connections in use, or null where it does not tell
     */
    JvmResources(Path disk, Supplier<@Nullable Float> connections) {
        this.disk = disk;
        this.connections = connections;
    }

    @Override
    public List<Use> read() {
        List<Use> uses = new ArrayList<>();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double load = system.getCpuLoad();
            if (load >= 0) {
                uses.add(new Use(Resource.CPU, load, system.getAvailableProcessors() + " processors"));
            }
            if (system instanceof UnixOperatingSystemMXBean unix) {
                add(
                        uses,
                        Resource.FILE_DESCRIPTORS,
                        unix.getOpenFileDescriptorCount(),
                        unix.getMaxFileDescriptorCount());
            }
        }
        memory(uses);
        disk(uses);
        threads(uses);
        Float inUse = connections.get();
        if (inUse != null && inUse >= 0) {
            uses.add(new Use(Resource.CONNECTIONS, inUse, "of the database pool"));
        }
        return uses;
    }

    private static void add(List<Use> uses, Resource resource, long inUse, long most) {
        if (inUse >= 0 && most > 0) {
            uses.add(new Use(resource, (double) inUse / most, inUse + " of " + most));
        }
    }

    /** Before a collection a heap may well be full: what counts is what the latest one could not free. */
    private static void memory(List<Use> uses) {
        long kept = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage afterCollection = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            kept += afterCollection == null ? 0 : afterCollection.getUsed();
        }
        long most = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        if (most > 0) {
            String detail = kept / MEGABYTE + " of " + most / MEGABYTE + " MB heap after the latest collection";
            uses.add(new Use(Resource.MEMORY, (double) kept / most, detail));
        }
    }

    private void disk(List<Use> uses) {
        try {
            FileStore store = Files.getFileStore(disk);
            long total = store.getTotalSpace();
            long left = store.getUsableSpace();
            if (total > 0) {
                String detail = left / MEGABYTE + " MB left where " + disk + " is";
                uses.add(new Use(Resource.DISK, 1 - (double) left / total, detail));
            }
        } catch (IOException e) {
            // A folder that cannot be looked at tells nothing of how full its disk is.
            System.getLogger(JvmResources.class.getName())
                    .log(System.Logger.Level.DEBUG, "disk of {0} cannot be asked: {1}", disk, e.getMessage());
        }
    }

    /** Where a container limits them, threads of all its processes count together. */
    private static void threads(List<Use> uses) {
        long most = number(PROCESSES_LIMIT);
        long inUse = number(PROCESSES);
        add(uses, Resource.THREADS, inUse, most);
    }

    /** The number in a file, or -1 where there is none. */
    private static long number(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() || !text.chars().allMatch(Character::isDigit) ? -1 : Long.parseLong(text);
        } catch (IOException e) {
            return -1;
        }
    }
}
