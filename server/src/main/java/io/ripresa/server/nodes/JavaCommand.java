package io.ripresa.server.nodes;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How this program is started once more, as a process of its own. */
final class JavaCommand {

    private static final String MAIN = "io.ripresa.server.RipresaMain";

    private JavaCommand() {}

    /**
     * The command's words.
     *
     * @param heapMegabytes most heap that it may take
     * @param arguments of the program
     */
    static List<String> of(int heapMegabytes, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Small, and up fast.
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(archive());
        List<String> classPath = classPath();
        if (classPath.size() == 1 && classPath.get(0).endsWith(".jar")) {
            command.addAll(List.of("-jar", classPath.get(0)));
        } else {
            command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), MAIN));
        }
        command.addAll(arguments);
        return command;
    }

    /** That of this process, so that it holds in another working directory too. */
    private static List<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .toList();
    }

    /** The archive of classes that this process was started with, if it was. */
    private static List<String> archive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-Xlog:cds"))
                .toList();
    }
}
