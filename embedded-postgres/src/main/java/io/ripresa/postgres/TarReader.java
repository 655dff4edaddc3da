package io.ripresa.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Unpacks an archive of files, folders and symbolic links, as {@code tar} of GNU or POSIX writes it. Names that lead out
 * of the folder are refused.
 */
final class TarReader {

    private static final int BLOCK = 512;
    private static final int EXECUTABLE = 0111;

    private final InputStream in;
    private final Path folder;

    TarReader(InputStream in, Path folder) {
        this.in = in;
        this.folder = folder;
    }

    /** Unpacks all of it. Returns the files and links, relative to the folder, in their order. */
    List<String> unpack() throws IOException {
        List<String> names = new ArrayList<>();
        String longName = "";
        for (byte[] header = in.readNBytes(BLOCK); !isEnd(header); header = in.readNBytes(BLOCK)) {
            long size = octal(header, 124, 12);
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            switch (header[156]) {
                case '0', 0 -> {
                    file(within(name), size, octal(header, 100, 8));
                    names.add(name);
                }
                case '2' -> {
                    Path link = within(name);
                    within(name.substring(0, name.lastIndexOf('/') + 1) + text(header, 157, 100));
                    Files.createDirectories(parent(link));
                    Files.createSymbolicLink(link, Path.of(text(header, 157, 100)));
                    names.add(name);
                }
                case '5' -> Files.createDirectories(within(name));
                case 'L' -> longName = longName(size);
                default ->
                    throw new IOException("entry " + name + " is of kind '" + (char) header[156]
                            + "', neither a file, a folder nor a symbolic link");
            }
        }
        return names;
    }

    private void file(Path file, long size, long mode) throws IOException {
        Files.createDirectories(parent(file));
        byte[] content = content(size);
        Files.write(file, content);
        if ((mode & EXECUTABLE) != 0 && Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.addAll(EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
            Files.setPosixFilePermissions(file, permissions);
        }
    }

    private byte[] content(long size) throws IOException {
        byte[] content = in.readNBytes(Math.toIntExact(size));
        long padding = (BLOCK - size % BLOCK) % BLOCK;
        if (content.length < size || in.readNBytes((int) padding).length < padding) {
            throw new IOException("the archive ends in the middle of a file");
        }
        return content;
    }

    private String longName(long size) throws IOException {
        byte[] name = content(size);
        return text(name, 0, name.length);
    }

    private Path within(String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("entry " + name + " leads out of the folder");
        }
        return path;
    }

    private Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? folder : parent;
    }

    /** Two empty blocks end an archive; one is enough to know. */
    private static boolean isEnd(byte[] header) {
        return header.length < BLOCK || header[0] == 0;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean posix = text(header, 257, 8).equals("ustar") && header[263] == '0';
        String prefix = posix ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + '/' + name;
    }

    private static long octal(byte[] header, int from, int length) {
        String digits = text(header, from, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
