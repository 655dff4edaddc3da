package io.ripresa.simulation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskEvent;
import io.ripresa.simulation.Scenario;
import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.OutageMode;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import io.ripresa.simulation.scenario.ScenarioRun;
import io.ripresa.simulation.scenario.Steps;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is true behind the scenes cannot be reached from what Ripresa is given, and changes nothing before it shows. */
class NothingHiddenReachesCoreTest {

    private static final Set<EvidenceSource> ALL = Set.of(EvidenceSource.PROBE, EvidenceSource.FOREGROUND);

    /** The journal of a run, as text, and everything that was told. */
    private static final class Recorded {
        private final List<String> lines = new ArrayList<>();
        private final List<TaskEvent> told = new ArrayList<>();

        /** The first line before a time in which the two differ, or null. */
        @Nullable String differenceFrom(Recorded other, Instant end) {
            for (int i = 0; i < Math.min(lines.size(), other.lines.size()); i++) {
                if (!lines.get(i).equals(other.lines.get(i))) {
                    boolean before = at(lines.get(i)).isBefore(end)
                            || at(other.lines.get(i)).isBefore(end);
                    return before ? lines.get(i) + " / " + other.lines.get(i) : null;
                }
            }
            return lines.size() == other.lines.size() ? null : "one of them ends early";
        }
    }

    private static Instant at(String line) {
        return Instant.parse(line.substring(0, line.indexOf(' ')));
    }

    private static Recorded play(DependencyProfile dependency, double poison) {
        OutageScenario scenario = new OutageScenario(
                "hidden",
                120,
                new OutageScenario.Arrival(Duration.ofSeconds(60), Duration.ofSeconds(110)),
                OutageScenario.RunTime.of(Duration.ofMillis(500)),
                List.of(dependency),
                Mix.poison(poison),
                Setting.PLAIN.withEvidence(ALL));
        Recorded recorded = new Recorded();
        ScenarioRun.run(
                scenario,
                surroundings -> RipresaMechanism.watched(
                        surroundings, entry -> recorded.lines.add(line(entry)), recorded.told::add),
                1);
        return recorded;
    }

    private static String line(JournalEntry entry) {
        return entry.at() + " " + entry.kind() + " " + entry.subject() + " " + entry.text() + " " + entry.data();
    }

    private static DependencyProfile until(int seconds, double capacity) {
        return new DependencyProfile(
                "pay.example:443",
                1,
                List.of(new Outage(Duration.ofSeconds(60), Duration.ofSeconds(seconds), OutageMode.REFUSE)),
                Steps.always(40).then(Duration.ofSeconds(seconds), capacity),
                Steps.always(1),
                Steps.always(5),
                Serving.COLLAPSING);
    }

    @Test
    void whoIsPoisonShowsOnlyWhenItsDependencyAnswers() {
        Instant back = Scenario.START.plusSeconds(300);
        Recorded without = play(until(300, 40), 0);
        Recorded with = play(until(300, 40), 0.5);

        assertThat(with.differenceFrom(without, back)).isNull();
        assertThat(with.lines.equals(without.lines)).as("then it shows").isFalse();
    }

    @Test
    void howLongTheOutageIsAndWhatCapacityComesBackShowsOnlyWhenItEnds() {
        Instant back = Scenario.START.plusSeconds(300);
        Recorded shorter = play(until(300, 40), 0.1);

        assertThat(play(until(3_000, 40), 0.1).differenceFrom(shorter, back)).isNull();
        assertThat(play(until(300, 6), 0.1).differenceFrom(shorter, back)).isNull();
    }

    @Test
    void nothingThatIsToldLeadsBackToTheWorld() {
        List<TaskEvent> told = play(until(200, 40), 0.2).told;

        assertThat(told).hasSizeGreaterThan(300);
        assertThat(reachable(told))
                .noneMatch(type -> type.getName().startsWith("io.ripresa.simulation"))
                .anyMatch(type -> type.getName().equals("io.ripresa.model.FailureReport"));
    }

    /** Classes of all objects that can be reached by reading fields. */
    private static Set<Class<?>> reachable(Collection<?> roots) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Class<?>> classes = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Object next = open.poll();
            if (!seen.add(next)) {
                continue;
            }
            classes.add(next.getClass());
            if (next instanceof Collection<?> collection) {
                collection.forEach(open::add);
            } else if (next instanceof Map<?, ?> map) {
                open.addAll(map.keySet());
                open.addAll(map.values());
            } else if (next.getClass().getName().startsWith("io.ripresa") && !(next instanceof Enum<?>)) {
                fields(next, open);
            }
        }
        return classes;
    }

    private static void fields(Object owner, Deque<Object> open) {
        for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                try {
                    field.setAccessible(true);
                    Object value = field.get(owner);
                    if (value != null) {
                        open.add(value);
                    }
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
