package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What stands between one node and what it calls: lets happen, before and after each call, what the scenario wants to. */
final class Hindrance {

    private final Node node;
    private final VirtualTime time;
    private final Instant until;
    private final Fate fate;
    /** By the calls that they count; calls that nothing befalls are most, and are not here. */
    private final Map<Call, List<Strike>> strikes = new EnumMap<>(Call.class);

    private final List<Absence> absences = new ArrayList<>();
    /** What most calls are. */
    private final Underway unhindered = new Underway(Call.ANY, List.of(), IllegalStateException::new);

    /** What can befall a node besides an error. */
    interface Fate {

        /** The node stops for so long while the world goes on. */
        void pause(Node node, Duration length);

        /** Another node does a whole step. */
        void overtake(Node node);

        /** A call of the node failed. */
        void failed(Node node);
    }

    /** A mishap and how far it has come. */
    private static final class Strike {
        private final Mishap mishap;
        private final Instant from;
        private int calls;
        private int times;

        Strike(Mishap mishap) {
            this.mishap = mishap;
            this.from = Scenario.START.plus(mishap.from());
        }

        /** At a call that it counts. */
        boolean strikes(Instant now) {
            if (times >= mishap.times() || now.isBefore(from)) {
                return false;
            }
            if (++calls % mishap.every() != 0) {
                return false;
            }
            times++;
            return true;
        }
    }

    Hindrance(Node node, Scenario.Faults faults, VirtualTime time, Fate fate) {
        this.node = node;
        this.time = time;
        this.fate = fate;
        this.until = Scenario.START.plus(faults.until());
        for (Mishap mishap : faults.mishaps()) {
            if (mishap.node() == node.number) {
                Strike strike = new Strike(mishap);
                for (Call call : Call.values()) {
                    if (mishap.call().covers(call)) {
                        strikes.computeIfAbsent(call, c -> new ArrayList<>()).add(strike);
                    }
                }
            }
        }
        for (Absence absence : faults.absences()) {
            if (absence.node() == Absence.EVERYBODY || absence.node() == node.number) {
                absences.add(absence);
            }
        }
    }

    /**
     * A call begins; throws where it is not to be made.
     *
     * @param target {@link Absence#STORE} or the name of a task system
     * @param error what a failed call throws, by its message
     * @return what is to be told when the answer is there
     */
    Underway begin(Call call, String target, Function<String, RuntimeException> error) {
        List<Strike> counting = strikes.get(call);
        List<Mishap> struck = counting == null ? List.of() : before(call, counting, error);
        if (!absences.isEmpty() && isAway(target)) {
            throw failed(error, call + " was not done: " + target + " cannot be reached");
        }
        return struck.isEmpty() ? unhindered : new Underway(call, struck, error);
    }

    /** A call that is being made. */
    final class Underway {
        private final Call call;
        private final List<Mishap> struck;
        private final Function<String, RuntimeException> error;

        private Underway(Call call, List<Mishap> struck, Function<String, RuntimeException> error) {
            this.call = call;
            this.struck = struck;
            this.error = error;
        }

        /** The call was made: hands its answer on, or hides it. */
        <T> T end(T answer) {
            end();
            return answer;
        }

        /** The call was made, and answered nothing or what may be nothing. */
        void end() {
            for (Mishap mishap : struck) {
                after(call, mishap, error);
            }
        }
    }

    private List<Mishap> before(Call call, List<Strike> counting, Function<String, RuntimeException> error) {
        Instant now = time.instant();
        if (!now.isBefore(until)) {
            return List.of();
        }
        List<Mishap> struck = null;
        for (Strike strike : counting) {
            if (strike.strikes(now)) {
                struck = struck == null ? new ArrayList<>() : struck;
                struck.add(strike.mishap);
            }
        }
        if (struck == null) {
            return List.of();
        }
        for (Mishap mishap : struck) {
            switch (mishap.effect()) {
                case PAUSE_BEFORE -> fate.pause(node, mishap.length());
                case OVERTAKEN -> fate.overtake(node);
                case DIE_BEFORE -> throw new NodeCrash("before " + call, mishap.length());
                case FAIL_BEFORE -> throw failed(error, call + " was not done: connection lost");
                case FAIL_AFTER, DIE_AFTER, PAUSE_AFTER -> {
                    // When the answer is there.
                }
            }
        }
        return struck;
    }

    private void after(Call call, Mishap mishap, Function<String, RuntimeException> error) {
        switch (mishap.effect()) {
            case PAUSE_AFTER -> fate.pause(node, mishap.length());
            case DIE_AFTER -> throw new NodeCrash("after " + call, mishap.length());
            case FAIL_AFTER -> throw failed(error, call + " was done, but its answer was lost");
            case PAUSE_BEFORE, OVERTAKEN, DIE_BEFORE, FAIL_BEFORE -> {
                // Over.
            }
        }
    }

    private RuntimeException failed(Function<String, RuntimeException> error, String message) {
        fate.failed(node);
        return error.apply(message);
    }

    private boolean isAway(String target) {
        Instant now = time.instant();
        for (Absence absence : absences) {
            if (absence.what().equals(target)
                    && !now.isBefore(Scenario.START.plus(absence.from()))
                    && now.isBefore(Scenario.START.plus(absence.to()))) {
                return true;
            }
        }
        return false;
    }
}
