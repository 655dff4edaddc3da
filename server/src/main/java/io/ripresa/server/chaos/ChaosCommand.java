package io.ripresa.server.chaos;

import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.EmbeddedPostgresException;
import io.ripresa.server.StartFailure;
import io.ripresa.server.demo.DemoThreads;
import io.ripresa.server.nodes.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Real faults against real processes, judged by the called service's own ledger. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets four processes on one PostgreSQL recover tasks while things go wrong.",
            "Nodes are killed and stopped, the database is restarted and goes away, the called service fails, the kill"
                    + " switch is turned: by a plan that follows from a seed. What became of every task is judged by the"
                    + " service's own ledger. Runs on this machine alone and leaves nothing behind."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything held for every seed.",
            "1:Something did not; seed, plan, and the lines of ledger and journal say what.",
            "2:It could not be run; the message says why."
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final int SHORT_SEEDS = 1;
    private static final int SHORT_TASKS = 300;
    private static final int LONG_SEEDS = 20;
    private static final int LONG_TASKS = 2_000;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default: 20; 1 with --short).")
    private @Nullable Integer seeds;

    @Option(names = "--from", paramLabel = "SEED", defaultValue = "1", description = "The first seed (default: 1).")
    private long from;

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks per seed (default: 2000; 300 with --short).")
    private @Nullable Integer tasks;

    @Option(names = "--short", description = "One seed of 300 tasks that has each fault.")
    private boolean brief;

    @Option(names = "--json", description = "Print one JSON object to stdout and all else to stderr.")
    private boolean json;

    @Option(names = "--keep", description = "Keep logs and ledgers also where everything held.")
    private boolean keep;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        PrintWriter err = commandLine.getErr();
        PrintWriter told = json ? err : commandLine.getOut();
        int count = seeds == null ? brief ? SHORT_SEEDS : LONG_SEEDS : seeds;
        int size = tasks == null ? brief ? SHORT_TASKS : LONG_TASKS : tasks;
        if (count < 1 || size < 50 || size > 20_000) {
            err.println("ripresa chaos: give --seeds at least 1 and --tasks 50 to 20000.");
            return 2;
        }
        try (TemporaryFolder folder = new TemporaryFolder("chaos")) {
            try {
                return conclude(play(folder.path(), count, size, told), folder, told);
            } catch (StartFailure | EmbeddedPostgresException e) {
                folder.keep();
                err.println("ripresa chaos: " + e.getMessage() + " What was logged is in " + folder.path() + ".");
                return 2;
            }
        }
    }

    private List<SeedReport> play(Path folder, int count, int size, PrintWriter told)
            throws IOException, InterruptedException {
        ExecutorService threads = DemoThreads.create();
        List<SeedReport> reports = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.temporary()) {
            ChaosRun run = new ChaosRun(postgres, folder, threads);
            for (long seed = from; seed < from + count; seed++) {
                FaultPlan plan = brief ? FaultPlan.shortOf(seed) : FaultPlan.of(seed);
                SeedReport report = run.play(plan, size);
                report.lines().forEach(told::println);
                told.flush();
                reports.add(report);
            }
            return reports;
        } finally {
            threads.shutdownNow();
        }
    }

    private int conclude(List<SeedReport> reports, TemporaryFolder folder, PrintWriter told) {
        List<SeedReport> bad =
                reports.stream().filter(r -> !r.violations().isEmpty()).toList();
        if (bad.isEmpty()) {
            told.println("Everything held for " + reports.size() + " seeds.");
        } else {
            told.println("Something did not hold for " + bad.size() + " of " + reports.size()
                    + " seeds. To play one again: ripresa chaos " + (brief ? "--short " : "") + "--seeds 1 --from "
                    + bad.get(0).plan().seed());
        }
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("held", bad.isEmpty());
            all.put("seeds", reports.stream().map(SeedReport::toJson).toList());
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(JsonMapper.shared().writeValueAsString(all));
            out.flush();
        }
        if (keep || !bad.isEmpty()) {
            folder.keep();
            told.println("Logs and ledgers are in " + folder.path() + ".");
        }
        told.flush();
        return bad.isEmpty() ? 0 : 1;
    }
}
