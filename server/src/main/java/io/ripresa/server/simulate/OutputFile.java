package io.ripresa.server.simulate;

import io.ripresa.server.yaml.BadFile;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that an option names, to be written at the end of a long run: looked at before the run, and there whole or not
 * at all, whenever somebody presses Ctrl-C.
 *
 * @param option the option, for messages
 * @param path where it shall be
 */
record OutputFile(String option, Path path) {

    /**
     * Looks whether it can be written, and touches nothing.
     *
     * @throws BadFile if not
     */
    OutputFile checked() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new BadFile(option + " " + path + " is a folder. Give the name of a file.");
        }
        if (!Files.isDirectory(folder)) {
            throw new BadFile(option + " " + path + ": there is no folder " + folder
                    + ". Make it, or give a file in a folder that exists.");
        }
        if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw new BadFile(option + " " + path + " cannot be written: permission denied. Allow it, or give"
                    + " another file.");
        }
        return this;
    }

    void write(String text) {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // A pipe or a device: nothing to put in its place.
                Files.writeString(path, text);
                return;
            }
            Path part = path.resolveSibling(
                    "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            part.toFile().deleteOnExit();
            Files.writeString(part, text);
            replace(part);
        } catch (IOException e) {
            throw new BadFile(option + " " + path + " cannot be written: " + e + ". Give another file.");
        }
    }

    private void replace(Path part) throws IOException {
        try {
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
