package io.ripresa.server.simulate;

import io.ripresa.model.TaskDescriptor;
import io.ripresa.server.yaml.YamlMap;
import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Arrival;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.RunTime;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one scenario off its document. */
final class ScenarioReader {

    private static final int MOST_TASKS = 100_000;
    private static final int MOST_NODES = 9;
    private static final int MOST_SLOTS = 100_000;
    private static final int MOST_REHEARSALS = 5;
    private static final Duration ARRIVE_BEFORE_END = Duration.ofSeconds(5);

    static final List<String> KEYS = List.of(
            "id",
            "tasks",
            "arrival",
            "run-time",
            "poison",
            "mixed-causes",
            "side-effects",
            "evidence",
            "nodes",
            "holding",
            "slots",
            "rehearsals",
            "faults",
            "dependencies");

    private final Path file;
    private final YamlMap map;

    ScenarioReader(Path file, Node document) {
        this.file = file;
        List<String> known = new ArrayList<>(KEYS);
        known.addAll(DependencyReader.KEYS);
        this.map = new YamlMap("Scenario file", file, "", document, known);
    }

    OutageScenario read() {
        List<DependencyProfile> dependencies = dependencies();
        return new OutageScenario(
                id(),
                map.whole("tasks", 1_000, 1, MOST_TASKS),
                arrival(dependencies),
                runTime(),
                dependencies,
                mix(),
                setting());
    }

    private String id() {
        if (!map.has("id")) {
            return file.getFileName().toString().replaceFirst("(?i)\\.ya?ml$", "");
        }
        if (!map.text("id").matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")) {
            throw map.unfit("id", "Give up to 80 letters, digits, dots, dashes and underscores.");
        }
        return map.text("id");
    }

    private List<DependencyProfile> dependencies() {
        if (!map.has("dependencies")) {
            return List.of(new DependencyReader(map, "service.example:443").read());
        }
        for (String key : DependencyReader.KEYS) {
            if (map.has(key)) {
                throw map.wrong(
                        key,
                        "gives \"" + key + "\" beside \"dependencies\"",
                        "Put it into the dependency that it belongs to.");
            }
        }
        List<DependencyProfile> read = new ArrayList<>();
        for (YamlMap each : map.maps("dependencies", DependencyReader.KEYS)) {
            DependencyProfile profile =
                    new DependencyReader(each, "service-" + (read.size() + 1) + ".example:443").read();
            if (read.stream().anyMatch(other -> other.name().equals(profile.name()))) {
                throw each.wrong(
                        "name", "names a second dependency \"" + profile.name() + "\"", "Give each a name of its own.");
            }
            read.add(profile);
        }
        if (read.isEmpty()) {
            throw map.wrong("dependencies", "has no dependencies", "Describe at least one.");
        }
        return read;
    }

    /** During the first outage, where nothing is said: then all tasks fail. */
    private Arrival arrival(List<DependencyProfile> dependencies) {
        Outage first = dependencies.stream()
                .flatMap(d -> d.outages().stream().limit(1))
                .findFirst()
                .orElse(null);
        if (!map.has("arrival")) {
            if (first == null) {
                throw map.wrong("arrival", "has neither \"arrival\" nor \"outages\"", "Add \"outages\".");
            }
            Duration end = first.to().minus(ARRIVE_BEFORE_END);
            return new Arrival(first.from(), end.compareTo(first.from()) > 0 ? end : first.to());
        }
        YamlMap arrival = map.map("arrival", List.of("from", "to"));
        Duration from = arrival.duration("from", Duration.ZERO);
        Duration to = arrival.duration("to", from);
        if (to.compareTo(from) < 0) {
            throw arrival.unfit("to", "Give a time that is not before \"from\".");
        }
        return new Arrival(from, to);
    }

    private RunTime runTime() {
        Duration usual = Duration.ofMillis(500);
        if (!map.has("run-time")) {
            return RunTime.of(usual);
        }
        if (map.isScalar("run-time")) {
            return RunTime.of(map.duration("run-time", usual));
        }
        YamlMap runTime = map.map("run-time", List.of("median", "slow-share", "slow"));
        Duration median = runTime.duration("median", usual);
        return new RunTime(median, runTime.share("slow-share", 0), runTime.duration("slow", median.multipliedBy(10)));
    }

    private Mix mix() {
        double poison = map.share("poison", 0);
        double bug = 0;
        double revoked = 0;
        double unsaid = 0;
        if (map.has("mixed-causes")) {
            YamlMap causes = map.map("mixed-causes", List.of("bug", "revoked", "unsaid"));
            bug = causes.share("bug", 0);
            revoked = causes.share("revoked", 0);
            unsaid = causes.share("unsaid", 0);
        }
        if (poison + bug + revoked + unsaid > 1) {
            throw map.wrong(
                    "poison", "has more than 100 % of tasks that fail by themselves", "Lower the shares of causes.");
        }
        double unsafe = 0;
        double keyed = 0;
        Duration valid = TaskDescriptor.Safety.DEFAULT_KEY_VALIDITY;
        if (map.has("side-effects")) {
            YamlMap effects = map.map("side-effects", List.of("unsafe", "keyed", "key-valid-for"));
            unsafe = effects.share("unsafe", 0);
            keyed = effects.share("keyed", 0);
            valid = effects.duration("key-valid-for", valid);
            if (unsafe + keyed > 1) {
                throw effects.wrong("unsafe", "has shares above 100 %", "Lower \"unsafe\" or \"keyed\".");
            }
        }
        return new Mix(poison, bug, revoked, unsaid, unsafe, keyed, valid);
    }

    private Setting setting() {
        int nodes = map.whole("nodes", 1, 1, MOST_NODES);
        Set<EvidenceSource> evidence = EnumSet.noneOf(EvidenceSource.class);
        evidence.addAll(map.choices("evidence", EvidenceSource.class));
        return new Setting(
                evidence,
                nodes,
                map.flag("holding", false),
                map.whole("slots", 1_000, 1, MOST_SLOTS),
                map.whole("rehearsals", 0, 0, MOST_REHEARSALS),
                faults(nodes));
    }

    private List<Fault> faults(int nodes) {
        List<Fault> faults = new ArrayList<>();
        for (YamlMap each : map.maps("faults", List.of("kind", "node", "from", "to"))) {
            Fault.Kind kind = each.has("kind") ? each.choice("kind", Fault.Kind.CRASH, Fault.Kind.class) : null;
            if (kind == null) {
                throw each.wrong("kind", "has a fault without \"kind\"", "Say what goes wrong.");
            }
            boolean ofNode = kind == Fault.Kind.CRASH || kind == Fault.Kind.PAUSE;
            Duration from = each.duration("from", Duration.ZERO);
            Duration to = each.duration("to", from.plusMinutes(1));
            if (to.compareTo(from) <= 0) {
                throw each.wrong("to", "has a fault that ends before it begins", "Give \"to\" a time after \"from\".");
            }
            faults.add(new Fault(kind, ofNode ? each.whole("node", 1, 1, nodes) : 0, from, to));
        }
        return faults;
    }
}
