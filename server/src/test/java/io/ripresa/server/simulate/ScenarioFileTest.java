package io.ripresa.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.server.yaml.BadFile;
import io.ripresa.simulation.contest.Policies;
import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.Figures;
import io.ripresa.simulation.scenario.OutageMode;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import io.ripresa.simulation.scenario.ScenarioRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {

    private static final Path DOCS = Path.of("..", "docs", "scenarios.md");
    private static final Path EXAMPLES = Path.of("..", "docs", "scenarios");

    /** More tasks make an example slower to play, and none of its promises another one. */
    private static final int MANY = 500;

    @TempDir
    Path folder;

    private OutageScenario read(String text) throws IOException {
        return ScenarioFile.read(List.of(file("outage.yaml", text))).get(0);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void everyExampleOfTheDocumentationCanBeReadAndPlayed() throws IOException {
        List<OutageScenario> read = new ArrayList<>();
        Matcher blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCS));
        while (blocks.find()) {
            read.addAll(ScenarioFile.read(List.of(file("example-" + read.size() + ".yaml", blocks.group(1)))));
        }

        assertThat(read).hasSizeGreaterThanOrEqualTo(15);
        read.forEach(ScenarioFileTest::recoversWithoutABrokenPromise);
    }

    @Test
    void everyFieldHasItsExample() throws IOException {
        String docs = Files.readString(DOCS);
        for (String key : DependencyReader.KEYS) {
            assertThat(docs).as(key).containsPattern("(?m)^[ -]*" + key + ":");
        }
        for (String key : ScenarioReader.KEYS) {
            assertThat(docs).as(key).containsPattern("(?m)^" + key + ":");
        }
    }

    @Test
    void tenLinesDescribeAnOutage() throws IOException {
        OutageScenario scenario = read("""
                id: payments-2026-11-20
                tasks: 5000
                outages:
                  - {from: 1m, to: 41m, mode: refuse}
                  - {from: 45m, to: 46m, mode: 503}
                capacity: 200/s
                foreground: 50 %
                collapse: true
                poison: 5 %
                evidence: [probe, foreground]
                """);
        DependencyProfile dependency = scenario.dependencies().get(0);

        assertThat(scenario.id()).isEqualTo("payments-2026-11-20");
        assertThat(scenario.tasks()).isEqualTo(5000);
        assertThat(scenario.arrival().from()).isEqualTo(Duration.ofMinutes(1));
        assertThat(scenario.arrival().to()).isEqualTo(Duration.ofMinutes(41).minusSeconds(5));
        assertThat(dependency.outages()).hasSize(2);
        assertThat(dependency.outages().get(1).mode()).isEqualTo(OutageMode.UNAVAILABLE);
        assertThat(dependency.capacity().last()).isEqualTo(200);
        assertThat(dependency.foreground().last()).isEqualTo(100);
        assertThat(dependency.service().collapses()).isTrue();
        assertThat(scenario.mix().poison()).isEqualTo(0.05);
        assertThat(scenario.setting().evidence())
                .containsExactlyInAnyOrder(EvidenceSource.PROBE, EvidenceSource.FOREGROUND);
    }

    @Test
    void severalDependenciesAndFaults() throws IOException {
        OutageScenario scenario = read("""
                nodes: 2
                holding: yes
                run-time: {median: 200ms, slow-share: 10 %, slow: 1m 30s}
                side-effects: {unsafe: 10 %, keyed: 0.2, key-valid-for: 1d}
                faults: [{kind: store-down, from: 1m, to: 2m}, {kind: crash, node: 2, from: 1m}]
                dependencies:
                  - {name: a.example:443, share: 3, outages: [{to: 10m}]}
                  - {outages: [{from: 1m, to: 2m, mode: hang}], capacity: [{value: 10}, {from: 5m, value: 20}]}
                """);

        assertThat(scenario.id()).isEqualTo("outage");
        assertThat(scenario.dependencies())
                .extracting(DependencyProfile::name)
                .containsExactly("a.example:443", "service-2.example:443");
        assertThat(scenario.dependencies().get(1).capacity().at(Duration.ofMinutes(6)))
                .isEqualTo(20);
        assertThat(scenario.runTime().slow()).isEqualTo(Duration.ofSeconds(90));
        assertThat(scenario.setting().faults())
                .extracting(Fault::kind)
                .containsExactly(Fault.Kind.STORE_DOWN, Fault.Kind.CRASH);
        assertThat(scenario.setting().faults().get(1).to()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void faultsThatWerePrintedAreReadBackTheSame() throws IOException {
        List<Fault> faults = List.of(
                new Fault(Fault.Kind.CRASH, 2, Duration.ZERO, Duration.ofSeconds(90)),
                new Fault(Fault.Kind.PAUSE, 1, Duration.ofMillis(660_250), Duration.ofHours(2)),
                new Fault(Fault.Kind.EVENTS_TWICE, 0, Duration.ofNanos(1_000), Duration.ofSeconds(10)));
        String before = "nodes: 2\noutages: [{to: 1m}]\n";

        assertThat(FaultLines.of(faults)).contains("  - {kind: crash, node: 2, from: 0s, to: 1m 30s}\n");
        assertThat(read(before + FaultLines.of(faults)).setting().faults()).isEqualTo(faults);
        assertThat(read(before + FaultLines.of(List.of())).setting().faults()).isEmpty();
    }

    @Test
    void aFolderIsReadInTheOrderOfItsNamesAndAFileMayHoldSeveral() throws IOException {
        file("b.yml", "id: three\noutages: [{to: 1m}]\n");
        file("a.yaml", "id: one\noutages: [{to: 1m}]\n---\nid: two\noutages: [{to: 1m}]\n");
        file("notes.txt", "not a scenario");

        assertThat(ScenarioFile.read(List.of(folder)))
                .extracting(OutageScenario::id)
                .containsExactly("one", "two", "three");
    }

    /** File, line, key, value and what to do instead, whatever is wrong. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "outages: [{to: 1m}];tsaks: 5 | line 2 has the unknown key \"tsaks\". Did you mean \"tasks\"?",
                "outages: [{to: 1m, modus: hang}] | line 1 has the unknown key \"outages[0].modus\". Did you mean"
                        + " \"outages[0].mode\"?",
                "outages: [{to: 1m}];xyzzyplugh: 5 | has the unknown key \"xyzzyplugh\". Known here: id, tasks",
                "outages: [{to: 1m}];tasks: many | line 2 gives \"tasks\" the value \"many\". Give a whole number from 1",
                "outages: [{to: 1m}];tasks: 0 | gives \"tasks\" the value \"0\". Give a whole number from 1 to 100000.",
                "outages: [{to: 1m}];tasks: 5;tasks: 6 | line 3 gives \"tasks\" twice. Remove one of the two.",
                "outages: [{to: soon}] | line 1 gives \"outages[0].to\" the value \"soon\". Give a duration like 250ms",
                "outages: [{from: 5m, to: 1m}] | gives \"outages[0].to\" the value \"1m\". Give a time after \"from\".",
                "outages: [{to: 5m}, {from: 1m, to: 9m}] | gives \"outages[1].from\" the value \"1m\". Give a time that is not"
                        + " before",
                "outages: [{from: 1m}] | has no \"outages[0].to\". Add it.",
                "outages: [{to: 1m, mode: sleep}] | gives \"outages[0].mode\" the value \"sleep\". Give one of refuse,",
                "outages: 5m | gives \"outages\" no list. Begin each element with \"- \".",
                "outages: [{to: 1m}];capacity: 0 | gives \"capacity\" the value \"0\". Give a number from 0.1 to 100000.",
                "outages: [{to: 1m}];capacity: [{from: 1m, value: 5}] | gives \"capacity[0].from\" the value \"1m\". Begin with"
                        + " 0s",
                "outages: [{to: 1m}];success-probability: 50 % | line 2 ends with a success probability below 100 %. Add a step",
                "outages: [{to: 1m}];foreground: 100 % | ends with a foreground of 50.0/s, which leaves nothing",
                "outages: [{to: 1m}];poison: 120 % | gives \"poison\" the value \"120 %\". Give a share like \"5 %\" or 0.05.",
                "outages: [{to: 1m}];collapse: maybe | gives \"collapse\" the value \"maybe\". Give true or false.",
                "outages: [{to: 1m}];evidence: [probe, hunch] | gives \"evidence\" the value \"hunch\". Give one of probe,"
                        + " foreground.",
                "outages: [{to: 1m}];id: a b | gives \"id\" the value \"a b\". Give up to 80 letters",
                "outages: [{to: 1m}];latency: 9s | has a latency of 9000 ms and callers that wait for 5000 ms. Give \"latency\"",
                "outages: [{to: 1m}];faults: [{kind: crash, node: 2}] | gives \"faults[0].node\" the value \"2\". Give a whole"
                        + " number from 1 to 1.",
                "outages: [{to: 1m}];dependencies: [{outages: [{to: 1m}]}] | gives \"outages\" beside \"dependencies\". Put it",
                "tasks: 5 | has neither \"arrival\" nor \"outages\". Add \"outages\".",
                "- 5 | has no keys. Write \"key: value\" pairs.",
                "outages: [ | is not well-formed YAML",
            })
    void whatIsWrongIsNamedWithFileLineAndFix(String text, String problem) throws IOException {
        Path file = file("outage.yaml", text.strip().replace(";", "\n") + "\n");

        assertThatThrownBy(() -> ScenarioFile.read(List.of(file)))
                .isInstanceOf(BadFile.class)
                .hasMessageStartingWith("Scenario file " + file + " line ")
                .hasMessageContaining(problem.strip());
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        assertThatThrownBy(() -> ScenarioFile.read(List.of(folder.resolve("no.yaml"))))
                .hasMessageContaining("no.yaml does not exist. Give --scenario");
        assertThatThrownBy(() -> ScenarioFile.read(List.of(folder)))
                .hasMessageContaining("has no file that ends in .yaml");
        Path empty = file("empty.yaml", "");
        assertThatThrownBy(() -> ScenarioFile.read(List.of(empty))).hasMessageContaining("is empty");
        Path one = file("one.yaml", "id: same\noutages: [{to: 1m}]\n");
        Path two = file("two.yaml", "id: same\noutages: [{to: 1m}]\n");
        assertThatThrownBy(() -> ScenarioFile.read(List.of(one, two)))
                .hasMessageContaining("names its scenario \"same\"")
                .hasMessageContaining("Give one of them another \"id\"");
    }

    @Test
    void theExamplesAreRecoveredFromWithoutABrokenPromise() {
        List<OutageScenario> examples = ScenarioFile.read(List.of(EXAMPLES));

        assertThat(examples).hasSizeGreaterThanOrEqualTo(7);
        examples.forEach(ScenarioFileTest::recoversWithoutABrokenPromise);
    }

    private static void recoversWithoutABrokenPromise(OutageScenario example) {
        OutageScenario smaller = withAtMost(MANY, example);
        ScenarioRun.Played played = ScenarioRun.run(smaller, Policies.of(Policies.RIPRESA), 1);

        assertThat(played.violations()).as(example.id()).isEmpty();
        Figures figures = played.figures();
        assertThat(figures.recovered() + Objects.requireNonNull(figures.escalated()))
                .as(example.id())
                .isGreaterThanOrEqualTo(figures.recoverable());
        assertThat(figures.care().unsafeReleases()).as(example.id()).isZero();
        assertThat(figures.care().mostAttempts()).as(example.id()).isLessThanOrEqualTo(3);
    }

    private static OutageScenario withAtMost(int tasks, OutageScenario s) {
        return new OutageScenario(
                s.id(), Math.min(tasks, s.tasks()), s.arrival(), s.runTime(), s.dependencies(), s.mix(), s.setting());
    }
}
