package io.ripresa.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per machine and user into a folder that is named by what is in it. Several
 * processes may unpack at once: each does so beside, and the first to be ready gives its folder the name.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path folder) {

    private static final String LIST = "files.txt";

    /** @throws EmbeddedPostgresException if there are none for this machine or they cannot be unpacked */
    static Binaries unpacked() {
        return unpacked(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static synchronized Binaries unpacked(Path parent) {
        byte[] archive = archive();
        Path home = parent.resolve("ripresa-postgres-" + System.getProperty("user.name"));
        Path folder = home.resolve(HexFormat.of().formatHex(digest(archive), 0, 8));
        try {
            Path shared = Files.createDirectories(home);
            if (!Files.getOwner(shared).equals(ownerOfNewFiles(shared))) {
                throw new EmbeddedPostgresException(
                        "the folder " + home + " belongs to " + Files.getOwner(shared)
                                + ", so what is in it is not to be trusted; remove it, or give another folder by"
                                + " -Djava.io.tmpdir",
                        null);
            }
            if (!isComplete(folder)) {
                unpack(archive, folder);
            }
            return new Binaries(folder);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's programs could not be unpacked into " + folder + ": " + e
                            + "; make room or permit writing there, or give another folder by -Djava.io.tmpdir",
                    e);
        }
    }

    /** The path of a program: {@code initdb}, {@code pg_ctl}. */
    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private static Object ownerOfNewFiles(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner", "");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** Cleaners of temporary folders take away single files that were not read for long. */
    private static boolean isComplete(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        return Files.exists(list)
                && Files.readAllLines(list).stream().allMatch(name -> Files.exists(folder.resolve(name)));
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        Path beside = Files.createTempDirectory(folder.getParent(), "unpacking");
        try (InputStream in = new XZInputStream(new ByteArrayInputStream(archive))) {
            List<String> files = new TarReader(in, beside).unpack();
            Files.write(beside.resolve(LIST), files, StandardCharsets.UTF_8);
            readableByAll(beside);
            if (Files.exists(folder) && !isComplete(folder)) {
                Folders.remove(folder);
            }
            move(beside, folder);
        } finally {
            Folders.remove(beside);
        }
    }

    private static void readableByAll(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isComplete(to)) {
                throw e;
            }
            // Another process was ready first.
        }
    }

    private static byte[] digest(byte[] archive) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(archive);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] archive() {
        String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream in = Binaries.class.getResourceAsStream('/' + name)) {
            if (in == null) {
                throw new EmbeddedPostgresException(
                        "this build brings no PostgreSQL for this machine (" + name
                                + " is not on the class path); build"
                                + " it on such a machine, or use a PostgreSQL that is installed",
                        null);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("the archive " + name + " could not be read: " + e, e);
        }
    }

    /** As the archives of zonky call themselves. */
    static String archiveName(String os, String arch) {
        String lower = os.toLowerCase(Locale.ROOT);
        String system = lower.startsWith("windows") ? "windows" : lower.startsWith("mac") ? "darwin" : "linux";
        boolean arm = Arrays.asList("aarch64", "arm64").contains(arch);
        return "postgres-" + system + '-' + (arm ? "arm_64" : "x86_64") + ".txz";
    }
}
