package io.ripresa.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The folder of one server, and that nobody else has it: {@code data} is PostgreSQL's own, {@code password} and
 * {@code postgres.log} lie beside it. As long as this process lives it holds the lock on {@code owner}; who can take the
 * lock knows that a server which still runs there belongs to nobody.
 */
final class DataFolder implements AutoCloseable {

    static final String USER = "ripresa";

    private static final String MAJOR = "17";
    private static final long LONG_LOG = 4L << 20;

    private final Path folder;
    private final FileChannel lock;
    private final Programs programs;

    private DataFolder(Path folder, FileChannel lock, Programs programs) {
        this.folder = folder;
        this.lock = lock;
        this.programs = programs;
    }

    /**
     * Takes the folder, made if it is not there, and makes the database in it if there is none.
     *
     * @param lasting whether what is made is forced to the disk
     * @throws EmbeddedPostgresException if it cannot be written, is in use, or holds something else
     */
    static DataFolder take(Path folder, Programs programs, boolean lasting) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            DataFolder taken = new DataFolder(absolute, lock(absolute), programs);
            try {
                taken.stopOrphan();
                taken.prepare(lasting);
                return taken;
            } catch (IOException | RuntimeException e) {
                taken.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new EmbeddedPostgresException(
                    "cannot keep PostgreSQL's data in " + absolute + ": " + e.getFile()
                            + " is a file; give a path below a folder",
                    e);
        } catch (FileSystemException e) {
            String why = e.getReason() == null ? "no permission" : e.getReason();
            throw new EmbeddedPostgresException(
                    "cannot write PostgreSQL's data folder " + absolute + ": " + e.getFile() + ": " + why
                            + "; give this process the permission to write there, or another folder",
                    e);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "cannot use PostgreSQL's data folder " + absolute + ": " + e.getMessage()
                            + "; make room or give another folder",
                    e);
        }
    }

    Path path() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    String password() throws IOException {
        return Files.readString(folder.resolve("password")).strip();
    }

    /** Writes the settings with which the next start goes. */
    void configure(Map<String, String> settings) throws IOException {
        Files.writeString(
                data().resolve("postgresql.conf"),
                settings.entrySet().stream()
                        .map(one -> one.getKey() + " = '" + one.getValue().replace("'", "''") + "'\n")
                        .collect(Collectors.joining()));
        Files.writeString(data().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        if (Files.exists(log()) && Files.size(log()) > LONG_LOG) {
            Files.delete(log());
        }
        if (!Files.exists(log())) {
            Files.createFile(log());
        }
        programs.account().own(data());
        programs.account().own(log());
    }

    /** The command's words that stop the server that runs on this folder. */
    List<String> stopping(EmbeddedPostgres.Stop how) {
        return List.of("stop", "-D", data().toString(), "-m", how.word(), "-w", "-t", "60");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve("owner");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new EmbeddedPostgresException(
                    "the folder " + folder + " is in use by this process already; give another folder", e);
        }
        channel.close();
        throw new EmbeddedPostgresException(
                "the folder " + folder + " is in use by another process; stop that process, or give another folder",
                null);
    }

    /** Whoever started a server here is gone, since the lock was free. */
    private void stopOrphan() {
        if (!Files.exists(data().resolve("postmaster.pid"))) {
            return;
        }
        Programs.Result status = programs.run(folder, "pg_ctl", List.of("status", "-D", data().toString()));
        if (!status.isGood()) {
            return; // The file is left over from a server that is gone, which PostgreSQL finds out itself.
        }
        Programs.Result stopped = programs.run(folder, "pg_ctl", stopping(EmbeddedPostgres.Stop.FAST));
        if (!stopped.isGood()) {
            throw new EmbeddedPostgresException(
                    "a PostgreSQL of a process that is gone still runs on " + folder + " and does not stop: "
                            + stopped.output().strip() + "; stop it by hand, or give another folder",
                    null);
        }
    }

    private void prepare(boolean lasting) throws IOException {
        Path version = data().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            initialise(lasting);
            return;
        }
        String found = Files.readString(version).strip();
        if (!found.equals(MAJOR)) {
            throw new EmbeddedPostgresException(
                    "the folder " + folder + " holds data of PostgreSQL " + found + ", and this version brings " + MAJOR
                            + "; dump and restore it with pg_dumpall, or give another folder",
                    null);
        }
    }

    /** Beside, and then named: what was broken off in the middle is not taken for a database. */
    private void initialise(boolean lasting) throws IOException {
        Path beside = folder.resolve("data.new");
        Folders.remove(beside);
        Files.createDirectory(beside);
        Path password = folder.resolve("password");
        Files.deleteIfExists(password);
        Files.createFile(password, Secret.attributes(folder));
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.writeString(password, HexFormat.of().formatHex(random));
        programs.account().own(beside);
        programs.account().own(password);
        Programs.Result made = programs.run(folder, "initdb", initialising(beside, password, lasting));
        if (!made.isGood()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's data could not be made in " + folder + ": "
                            + made.output().strip().replace('\n', ' ')
                            + "; make room there and permit its user to reach it, or give another folder",
                    null);
        }
        Files.move(beside, data());
    }

    private static List<String> initialising(Path data, Path password, boolean lasting) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("username", USER);
        options.put("pwfile", password.toString());
        options.put("auth", "scram-sha-256");
        options.put("encoding", "UTF8");
        options.put("locale", "C");
        // Many rounds make short passwords costly to guess. This one is 192 random bits, and each connection would pay
        // for
        // the rounds: with 4,096 of them 20 ms of a processor.
        options.put("set", "scram_iterations=1");
        options.put("pgdata", data.toString());
        List<String> words = new ArrayList<>();
        options.forEach((name, value) -> words.add("--" + name + '=' + value));
        if (!lasting) {
            words.add("--no-sync");
        }
        return words;
    }
}
