package io.ripresa.server.simulate;

import io.ripresa.server.NearestName;
import io.ripresa.server.yaml.BadFile;
import io.ripresa.simulation.contest.BuiltInScenarios;
import io.ripresa.simulation.contest.Contest;
import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.contest.FaultShrinker;
import io.ripresa.simulation.contest.Limits;
import io.ripresa.simulation.contest.Policies;
import io.ripresa.simulation.contest.Targets;
import io.ripresa.simulation.report.HtmlReport;
import io.ripresa.simulation.report.Json;
import io.ripresa.simulation.report.ResultTable;
import io.ripresa.simulation.report.Scoreboard;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.ScenarioRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays outages in virtual time: what would Ripresa have done, and what others? Needs nothing of the server. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays outages in virtual time: what Ripresa would have done, and what others.",
            "The same scenario, policy and seed give the same figures, on any machine."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All was played, and no invariant was broken.",
            "1:An invariant was broken; the message names scenario, policy and seed. Or a target is missed.",
            "2:An option or a scenario cannot be used; the message says why and what to do."
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final List<String> USUAL =
            List.of(Policies.RIPRESA, Policies.ORACLE, Policies.ALTINN, "clock-5-15-45", "person-2h");
    private static final int MOST_SEEDS = 1_000;
    private static final int MOST_SHRINKING_RUNS = 200;
    private static final int BROKEN = 1;
    private static final int BAD_OPTION = 2;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Scenario file, or folder of them; may be given again. Default: the built-in set")
    private List<Path> files = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Who recovers, or \"all\"; may be given again. ripresa-ancestor is Ripresa by the figures of"
                    + " that preset. Default: ripresa, oracle, altinn, clock-5-15-45, person-2h")
    private List<String> policies = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "First seed. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds to run. Default: ${DEFAULT-VALUE}")
    private int seeds = 1;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Leaves out scenarios whose name does not contain this.")
    private String only = "";

    @Option(names = "--json", description = "Prints an array for machines instead of a table.")
    private boolean json;

    @Option(names = "--misses", description = "Prints only which limits Ripresa misses, run by run.")
    private boolean misses;

    @Option(
            names = "--targets",
            description = "Prints only whether Ripresa meets its four targets, each task counted once.")
    private boolean targets;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes a page with charts: one HTML file.")
    private @Nullable Path report;

    @Option(names = "--scoreboard", paramLabel = "FILE", description = "Writes the verdicts on all limits: Markdown.")
    private @Nullable Path scoreboard;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        List<Result> results;
        try {
            OutputFile page = output("--report", report);
            OutputFile board = output("--scoreboard", scoreboard);
            results = play(Contest.entries(scenarios(), names(command), seed, checkedSeeds(command)));
            if (page != null) {
                page.write(HtmlReport.of(results, line(command)));
            }
            if (board != null) {
                board.write(board(results, command));
            }
        } catch (BadFile e) {
            err.println("ripresa: " + e.getMessage());
            return BAD_OPTION;
        }
        print(results, command.commandLine().getOut());
        List<Result> broken =
                results.stream().filter(r -> !r.played().violations().isEmpty()).toList();
        broken.forEach(result -> tell(result, err));
        boolean missed = targets && !Targets.of(results).stream().allMatch(Targets.Target::isMet);
        return broken.isEmpty() && !missed ? 0 : BROKEN;
    }

    private static @Nullable OutputFile output(String option, @Nullable Path file) {
        return file == null ? null : new OutputFile(option, file).checked();
    }

    /** What was broken, and by which faults at least, in lines that can be played again. */
    static void tell(Result result, PrintWriter err) {
        Contest.Entry entry = result.entry();
        String name = "scenario " + entry.scenario().id() + ", policy " + entry.policy() + ", seed " + entry.seed();
        result.played().violations().forEach(violation -> err.println("ripresa: " + name + ": " + violation));
        if (!entry.scenario().setting().faults().isEmpty()) {
            OutageScenario smallest = new FaultShrinker(
                            scenario -> !ScenarioRun.run(scenario, Policies.of(entry.policy()), entry.seed())
                                    .violations()
                                    .isEmpty(),
                            MOST_SHRINKING_RUNS)
                    .shrink(entry.scenario());
            err.println("ripresa: " + name + " breaks with these faults alone; play it again with them in its file:");
            err.print(FaultLines.of(smallest.setting().faults()));
        }
        err.flush();
    }

    private List<OutageScenario> scenarios() {
        List<OutageScenario> all = files.isEmpty() ? BuiltInScenarios.all() : ScenarioFile.read(files);
        List<OutageScenario> chosen =
                all.stream().filter(s -> s.id().contains(only)).toList();
        if (chosen.isEmpty()) {
            throw new BadFile("No scenario has \"" + only + "\" in its name. There are: "
                    + String.join(", ", all.stream().map(OutageScenario::id).toList()) + ".");
        }
        return chosen;
    }

    private List<String> names(CommandSpec command) {
        if (policies.isEmpty()) {
            return targets ? List.of(Policies.RIPRESA) : USUAL;
        }
        List<String> known = new ArrayList<>(Policies.names());
        known.addAll(Policies.variantNames());
        Set<String> names = new LinkedHashSet<>();
        for (String name : policies) {
            if (name.equals("all")) {
                names.addAll(Policies.names());
            } else if (known.contains(name)) {
                names.add(name);
            } else {
                String nearest = NearestName.among(known, name);
                throw new ParameterException(
                        command.commandLine(),
                        "--policy " + name + " is not known"
                                + (nearest == null ? ". " : "; did you mean \"" + nearest + "\"? ") + "There are: "
                                + String.join(", ", known) + ", all");
            }
        }
        if (targets && !names.contains(Policies.RIPRESA)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--targets are those of ripresa, and --policy leaves it out; add --policy ripresa");
        }
        return new ArrayList<>(names);
    }

    private int checkedSeeds(CommandSpec command) {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new ParameterException(
                    command.commandLine(),
                    "--seeds " + seeds + " is outside 1 to " + MOST_SEEDS + "; give a number within");
        }
        return seeds;
    }

    private String board(List<Result> results, CommandSpec command) throws InterruptedException {
        List<OutageScenario> again = files.isEmpty()
                ? BuiltInScenarios.learned().stream()
                        .filter(s -> s.id().contains(only))
                        .toList()
                : List.of();
        List<Result> learned = play(Contest.entries(again, List.of(Policies.RIPRESA), seed, seeds));
        return Scoreboard.of(
                results,
                learned,
                new Scoreboard.Origin(LocalDate.now(ZoneOffset.UTC), line(command), version(command), machine()));
    }

    private static String version(CommandSpec command) {
        String[] version = command.root().version();
        return version.length == 0 ? "ripresa" : version[0];
    }

    private static String machine() {
        return "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }

    private static List<Result> play(List<Contest.Entry> entries) throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            return Contest.run(entries, threads);
        } finally {
            threads.shutdownNow();
        }
    }

    /** As it was typed: called by its parent, the command finds its own name among what it was given. */
    private static String line(CommandSpec command) {
        List<String> given = command.commandLine().getParseResult().originalArgs();
        boolean named = !given.isEmpty() && given.get(0).equals(command.name());
        return ("./ripresa " + command.name() + " " + String.join(" ", named ? given.subList(1, given.size()) : given))
                .strip();
    }

    private void print(List<Result> results, PrintWriter out) {
        if (json) {
            out.print(Json.of(results));
        } else if (targets) {
            Targets.of(results).forEach(out::println);
        } else if (misses) {
            printMisses(results, out);
        } else {
            out.print(ResultTable.of(results));
        }
        out.flush();
    }

    private static void printMisses(List<Result> results, PrintWriter out) {
        int runs = 0;
        int missed = 0;
        for (Result result : results) {
            if (!result.entry().policy().equals(Policies.RIPRESA)) {
                continue;
            }
            runs++;
            List<String> bad = Limits.of(result.entry().scenario(), result.figures()).stream()
                    .filter(v -> !v.isMet())
                    .map(Limits.Verdict::toString)
                    .toList();
            if (!bad.isEmpty()) {
                missed++;
                out.println(result.entry().scenario().id() + " seed "
                        + result.entry().seed() + ": " + String.join("; ", bad));
            }
        }
        out.println(missed + " of " + runs + " runs of Ripresa miss a limit");
    }
}
