package io.ripresa.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Long runs by hand, see {@code make simulate}: {@code FROM SEEDS} runs so many seeds on all processors, a path replays
 * the scenario in that file. Ends with 1 where something fails.
 */
final class SimulateMain {

    private SimulateMain() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1) {
            System.exit(replay(Path.of(args[0])) ? 0 : 1);
        }
        if (args.length != 2) {
            System.err.println(
                    "give FROM and SEEDS, two numbers, or the path of a scenario; got " + args.length + " arguments");
            System.exit(2);
        }
        System.exit(run(Long.parseLong(args[0]), Long.parseLong(args[1])) ? 0 : 1);
    }

    private static boolean run(long from, long seeds) {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            return new LongRun(executor, threads, InstantSource.system(), System.out::println).run(from, seeds) == 0;
        } finally {
            executor.shutdown();
        }
    }

    private static boolean replay(Path file) throws IOException {
        Quiet.down();
        SimulationReport report = Simulation.run(ScenarioText.read(Files.readString(file)));
        System.out.println(report.describe());
        return report.isClean();
    }
}
