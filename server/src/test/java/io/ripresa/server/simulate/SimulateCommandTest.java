package io.ripresa.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.contest.Contest;
import io.ripresa.simulation.contest.Policies;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.ScenarioRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {

    @TempDir
    Path folder;

    private Path scenario = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        scenario = Files.writeString(folder.resolve("small.yaml"), """
                tasks: 40
                outages: [{from: 1m, to: 6m}]
                capacity: 20
                foreground: 25 %
                poison: 10 %
                evidence: probe
                """);
    }

    private int run(String... args) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void printsATableForPeople() {
        assertThat(run("--scenario", scenario.toString())).isZero();

        assertThat(out.toString())
                .contains("small", "ripresa", "oracle", "altinn", "clock-5-15-45", "person-2h", "36/36");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void printsAnArrayForMachines() {
        assertThat(run("--scenario", scenario.toString(), "--policy", "all", "--seed", "7", "--seeds", "2", "--json"))
                .isZero();

        JsonNode array = new JsonMapper().readTree(out.toString());
        assertThat(array.size()).isEqualTo(17 * 2);
        assertThat(array.get(0).path("scenario").asString()).isEqualTo("small");
        assertThat(array.get(0).path("policy").asString()).isEqualTo("ripresa");
        assertThat(array.get(1).path("seed").asInt()).isEqualTo(8);
        assertThat(array.get(0).path("recovered").asInt()).isEqualTo(36);
        assertThat(array.get(0).path("invariant_violations").asInt()).isZero();
        assertThat(array.get(0).path("w").isNumber()).isTrue();
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        run("--scenario", scenario.toString(), "--policy", "ripresa", "--policy", "convoy", "--json");
        String once = out.toString();
        out.getBuffer().setLength(0);
        run("--scenario", scenario.toString(), "--policy", "ripresa", "--policy", "convoy", "--json");

        assertThat(out.toString()).isEqualTo(once);
    }

    @Test
    void writesAPageAndABoard() throws IOException {
        Path page = folder.resolve("report.html");
        Path board = folder.resolve("board.md");
        assertThat(run(
                        "--scenario",
                        folder.toString(),
                        "--policy",
                        "ripresa",
                        "--report",
                        page.toString(),
                        "--scoreboard",
                        board.toString(),
                        "--misses"))
                .isZero();

        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("small", "--misses");
        assertThat(Files.readString(board))
                .startsWith("# Scoreboard")
                .contains("### small", "`./ripresa simulate --scenario " + folder + " --policy ripresa --report");
        assertThat(out.toString()).endsWith("of 1 runs of Ripresa miss a limit" + System.lineSeparator());
    }

    @Test
    void playsTheBuiltInSetWhereNothingElseIsSaid() {
        assertThat(run("--only", "60s-collapse-partial", "--policy", "clock-5-15-45"))
                .isZero();

        assertThat(out.toString()).contains("60s-collapse-partial-p0-f50-blind-1");
    }

    @Test
    void saysWhetherTheTargetsAreMet() throws IOException {
        assertThat(run("--scenario", scenario.toString(), "--targets")).isZero();
        assertThat(out.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("met "));
        assertThat(out.toString()).contains("recovered unattended", "at least 75 %", "at most 5 %", "avoided");

        // An hour without evidence, and next to nothing that could be tried: most is left to people.
        Files.writeString(scenario, """
                tasks: 3
                outages: [{to: 30h}]
                """);
        assertThat(run("--scenario", scenario.toString(), "--targets")).isEqualTo(1);
        assertThat(out.toString()).contains("MISSED  recoverable tasks recovered unattended");
        assertThat(run("--policy", "convoy", "--targets")).isEqualTo(2);
        assertThat(err.toString()).contains("add --policy ripresa");
    }

    @Test
    void whatIsWrongEndsWithTwoAndSaysWhat() throws IOException {
        assertThat(run("--policy", "sidekick")).isEqualTo(2);
        assertThat(err.toString()).contains("--policy sidekick is not known; did you mean \"sidekiq\"?");

        assertThat(run("--policy", "foo")).isEqualTo(2);
        assertThat(err.toString()).contains("--policy foo is not known. There are: ripresa,");

        assertThat(run("--seeds", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--seeds 0 is outside 1 to 1000");

        Files.writeString(scenario, "outages: [{to: 1m}]\npoisson: 5 %\n");
        assertThat(run("--scenario", scenario.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("small.yaml line 2 has the unknown key \"poisson\". Did you mean \"poison\"?");

        assertThat(run("--only", "nothing-like-this")).isEqualTo(2);
        assertThat(err.toString()).contains("No scenario has \"nothing-like-this\" in its name");

        assertThat(run(
                        "--only",
                        "60s-collapse-partial",
                        "--policy",
                        "celery",
                        "--report",
                        folder + "/no/such/folder.html"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--report " + folder + "/no/such/folder.html: there is no folder");

        assertThat(run("--scenario", folder + "/none.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml does not exist. Give --scenario a YAML file or a folder");

        assertThat(run("--seed", "first")).isEqualTo(2);
        assertThat(err.toString()).contains("--seed").contains("'first' is not a long");
    }

    @Test
    void whatWasBrokenIsToldWithFaultsThatCanBePlayedAgain() throws IOException {
        Files.writeString(scenario, """
                tasks: 5
                outages: [{to: 1m}]
                faults: [{kind: store-down, from: 30s, to: 40s}]
                """);
        OutageScenario read = ScenarioFile.read(List.of(scenario)).get(0);
        ScenarioRun.Played played = ScenarioRun.run(read, Policies.of(Policies.RIPRESA), 7);
        assertThat(played.violations()).isEmpty();
        Contest.Result broken = new Contest.Result(
                new Contest.Entry(read, Policies.RIPRESA, 7),
                new ScenarioRun.Played(played.figures(), played.trail(), List.of("task 3 ran twice at once")));

        SimulateCommand.tell(broken, new PrintWriter(err, true));

        String name = "ripresa: scenario small, policy ripresa, seed 7";
        assertThat(err.toString())
                .startsWith(name + ": task 3 ran twice at once")
                .contains(name + " breaks with these faults alone")
                .endsWith("faults:\n  - {kind: store-down, from: 30s, to: 40s}\n");
    }
}
