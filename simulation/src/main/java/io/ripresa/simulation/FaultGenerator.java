package io.ripresa.simulation;

import io.ripresa.simulation.Mishap.Effect;
import io.ripresa.simulation.Scenario.Faults;
import io.ripresa.simulation.Scenario.People;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws what goes wrong around Ripresa: every fault an entry of its own. */
final class FaultGenerator {

    /** Calls around which a pause or a death does most harm, the others in a lump. */
    private static final List<Call> DELICATE =
            List.of(Call.RESERVE, Call.ISSUE, Call.RETRY, Call.COMMIT, Call.STORE, Call.SYSTEM, Call.ANY);

    private static final List<Call> WRITES = List.of(Call.COMMIT, Call.RESERVE, Call.ISSUE, Call.RETRY, Call.HOLD);

    private static final List<Call> READS =
            List.of(Call.NOW, Call.READ, Call.CONTROL, Call.CANDIDATES, Call.DUE, Call.POLL, Call.HOLDS);

    private final RandomGenerator random;

    FaultGenerator(RandomGenerator random) {
        this.random = random;
    }

    Faults generate(List<Site> sites, People people) {
        if (chance(0.3)) {
            return new Faults(random.nextInt(1, 4), List.of(), List.of(), Duration.ZERO);
        }
        int nodes = random.nextInt(1, 4);
        Duration until = seconds(600, 3 * 3600);
        List<Mishap> mishaps = new ArrayList<>();
        boolean noisy = chance(0.4);
        boolean deadly = chance(0.5);
        boolean pausing = chance(0.6);
        boolean racing = nodes > 1 && chance(0.7);
        for (int node = 1; node <= nodes; node++) {
            if (noisy) {
                mishaps.add(noise(node, Call.STORE));
                mishaps.add(noise(node, Call.SYSTEM));
            }
            for (int i = deadly ? random.nextInt(0, 4) : 0; i > 0; i--) {
                mishaps.add(death(node, until));
            }
            for (int i = pausing ? random.nextInt(0, 5) : 0; i > 0; i--) {
                mishaps.add(pause(node, until));
            }
            if (racing) {
                mishaps.add(new Mishap(
                        node,
                        pick(WRITES),
                        seconds(0, 900),
                        random.nextInt(1, 12),
                        random.nextInt(1, 200),
                        Effect.OVERTAKEN,
                        Duration.ZERO));
            }
        }
        if (pausing && chance(0.4)) {
            lastDeed(mishaps, random.nextInt(1, nodes + 1));
        }
        @Nullable Duration stopAt = people.stopAt();
        if (stopAt != null && pausing) {
            mishaps.add(stoppedOverTheSwitch(random.nextInt(1, nodes + 1), stopAt));
        }
        return new Faults(nodes, mishaps, absences(sites, nodes), until);
    }

    /** Every so many calls one fails, for as long as there are faults. */
    private Mishap noise(int node, Call call) {
        Effect effect = chance(0.5) ? Effect.FAIL_BEFORE : Effect.FAIL_AFTER;
        return new Mishap(node, call, Duration.ZERO, random.nextInt(13, 400), 10_000, effect, Duration.ZERO);
    }

    private Mishap death(int node, Duration until) {
        Effect effect = chance(0.5) ? Effect.DIE_BEFORE : Effect.DIE_AFTER;
        return once(node, when(until), effect, chance(0.85) ? seconds(1, 90) : seconds(90, 3600));
    }

    private Mishap pause(int node, Duration until) {
        Effect effect = chance(0.7) ? Effect.PAUSE_BEFORE : Effect.PAUSE_AFTER;
        double roll = random.nextDouble();
        Duration length = roll < 0.3 ? seconds(1, 5) : roll < 0.8 ? seconds(5, 40) : seconds(40, 300);
        return once(node, when(until), effect, length);
    }

    private Mishap once(int node, Duration from, Effect effect, Duration length) {
        Call call = chance(0.75) ? pick(DELICATE) : pick(READS);
        return new Mishap(
                node, call, from, chance(0.6) ? 1 : random.nextInt(2, 12), chance(0.8) ? 1 : 3, effect, length);
    }

    /** Most of what matters happens early. */
    private Duration when(Duration until) {
        return chance(0.7) ? seconds(0, 1200) : Duration.ofMillis(random.nextLong(until.toMillis()));
    }

    /** A node that stops, wakes up, does one more thing by what it knew, and dies. */
    private void lastDeed(List<Mishap> mishaps, int node) {
        Call call = pick(List.of(Call.HOLD, Call.RELEASE, Call.RELEASE, Call.RETRY, Call.RESERVE, Call.ISSUE));
        Duration from = seconds(0, 1500);
        int every = chance(0.6) ? 1 : random.nextInt(2, 5);
        mishaps.add(new Mishap(node, call, from, every, 1, Effect.PAUSE_BEFORE, seconds(3, 200)));
        mishaps.add(new Mishap(node, call, from, every, 1, Effect.DIE_AFTER, seconds(60, 1800)));
    }

    /** A node that stops with an order in its hand, and wakes up after the kill switch was turned. */
    private Mishap stoppedOverTheSwitch(int node, Duration stopAt) {
        Duration from = stopAt.minus(seconds(1, 20));
        return new Mishap(
                node,
                chance(0.5) ? Call.RETRY : Call.ISSUE,
                from.isNegative() ? Duration.ZERO : from,
                1,
                1,
                Effect.PAUSE_BEFORE,
                seconds(20, 120));
    }

    private List<Absence> absences(List<Site> sites, int nodes) {
        List<Absence> absences = new ArrayList<>();
        if (chance(0.25)) {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                absences.add(absence(Absence.STORE, nodes));
            }
        }
        if (chance(0.2)) {
            absences.add(absence(pick(sites).name(), nodes));
        }
        return absences;
    }

    private Absence absence(String what, int nodes) {
        int node = chance(0.5) ? Absence.EVERYBODY : random.nextInt(1, nodes + 1);
        Duration from = seconds(0, 1800);
        return new Absence(what, node, from, from.plus(seconds(5, 90)));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Duration seconds(int least, int most) {
        return Duration.ofMillis(random.nextLong(least * 1000L, most * 1000L + 1));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
