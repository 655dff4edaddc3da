package io.ripresa.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One episode of a cause: the unit that people see and decide on.
 *
 * @param id derived from the cause and the episode's number
 * @param cause what its members have in common
 * @param state where it stands
 * @param headline what it is about
 * @param counts its members by disposition
 * @param groups its members by error, in order of appearance
 * @param reach what its members are and need
 * @param times when it opened and closed
 * @param version 0 for a row not stored yet; the store counts it up
 */
public record Incident(
        String id,
        Cause cause,
        IncidentState state,
        Headline headline,
        Counts counts,
        List<Group> groups,
        Reach reach,
        Times times,
        long version) {

    public Incident {
        groups = List.copyOf(groups);
    }

    /**
     * What an incident is about.
     *
     * @param category the cause of its first failure
     * @param recoverability of its first failure
     * @param title a line for people, redacted
     * @param reason why it is in its present state, a sentence for people
     * @param workspace the workspace it belongs to, or null where several may share it
     * @param previous the incident before it on the same cause, or null
     */
    public record Headline(
            Category category,
            Recoverability recoverability,
            String title,
            String reason,
            @Nullable String workspace,
            @Nullable String previous) {}

    /**
     * Members by disposition; together they are all tasks that ever were members and have not moved on.
     */
    public record Counts(int waiting, int held, int inAttempt, int recovered, int notNeeded, int needsPerson) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        public int total() {
            return waiting + held + inAttempt + recovered + notNeeded + needsPerson;
        }

        /** Members that keep the incident open. */
        public int pending() {
            return waiting + held + inAttempt;
        }

        /** One member more or less at a disposition. */
        public Counts plus(Disposition disposition, int delta) {
            return switch (disposition) {
                case UNAFFECTED -> this;
                case WAITING -> new Counts(waiting + delta, held, inAttempt, recovered, notNeeded, needsPerson);
                case HELD -> new Counts(waiting, held + delta, inAttempt, recovered, notNeeded, needsPerson);
                case IN_ATTEMPT -> new Counts(waiting, held, inAttempt + delta, recovered, notNeeded, needsPerson);
                case RECOVERED -> new Counts(waiting, held, inAttempt, recovered + delta, notNeeded, needsPerson);
                case NOT_NEEDED, COMPLETED_BY_PERSON, ABANDONED ->
                    new Counts(waiting, held, inAttempt, recovered, notNeeded + delta, needsPerson);
                case QUARANTINED, ESCALATED ->
                    new Counts(waiting, held, inAttempt, recovered, notNeeded, needsPerson + delta);
            };
        }
    }

    /**
     * Members with the same error.
     *
     * @param fingerprint the error
     * @param category its category
     * @param failures failed runs so far
     * @param samples texts kept so far
     * @param example a redacted line of the first one
     */
    public record Group(String fingerprint, Category category, int failures, int samples, String example) {}

    /**
     * @param openedAt when its first member came
     * @param changedAt when its state last changed
     * @param resolvedAt when it was last resolved, or null
     */
    public record Times(
            Instant openedAt, Instant changedAt, @Nullable Instant resolvedAt) {}

    /**
     * What the members of an incident are and need: whom a change concerns is compared with this, and what each
     * workspace's share is follows from it.
     *
     * @param types the types of tasks that failed, in order of appearance, at most {@link #MAX}
     * @param dependencies what their errors point to, in order of appearance, at most {@link #MAX}
     * @param partial whether there may be more types or dependencies than are named
     * @param joined how many members came from each workspace so far, at most {@link #MAX_WORKSPACES} apart; those of
     *     all further ones are counted by a few that share a count
     */
    public record Reach(
            List<String> types, List<Dependency> dependencies, boolean partial, Map<String, Integer> joined) {
        /** The reach of an incident that nothing has failed in yet. */
        public static final Reach NONE = new Reach(List.of(), List.of(), false, new TreeMap<>());

        /** The reach of an incident of which nobody wrote it down. */
        public static final Reach UNKNOWN = new Reach(List.of(), List.of(), true, new TreeMap<>());

        /** At most so many of each are named. */
        public static final int MAX = 20;

        /** At most so many workspaces are counted apart, and as many counts are there for all others. */
        public static final int MAX_WORKSPACES = 64;

        public Reach {
            types = List.copyOf(types);
            dependencies = List.copyOf(dependencies);
            joined = Collections.unmodifiableMap(new TreeMap<>(joined));
        }

        /** With one member more of a workspace. */
        Reach joinedBy(String workspace) {
            Map<String, Integer> next = new TreeMap<>(joined);
            next.merge(counter(workspace), 1, Integer::sum);
            return new Reach(types, dependencies, partial, next);
        }

        /** How many members of a workspace, or of those that share its count, came so far. */
        int joinedOf(String workspace) {
            return joined.getOrDefault(counter(workspace), 0);
        }

        /** No workspace's name begins with a control character. */
        private String counter(String workspace) {
            return joined.containsKey(workspace) || joined.size() < MAX_WORKSPACES
                    ? workspace
                    : "\t" + Math.floorMod(workspace.hashCode(), MAX_WORKSPACES);
        }

        /** With a task that failed; where its error does not say what it points to, what the task declares is meant. */
        Reach with(TaskDescriptor task, @Nullable Dependency dependency) {
            List<Dependency> needed = dependency == null ? task.dependencies() : List.of(dependency);
            if (types.contains(task.type()) && dependencies.containsAll(needed)) {
                return this;
            }
            Set<String> allTypes = new LinkedHashSet<>(types);
            allTypes.add(task.type());
            Set<Dependency> allNeeded = new LinkedHashSet<>(dependencies);
            allNeeded.addAll(needed);
            return new Reach(
                    allTypes.stream().limit(MAX).toList(),
                    allNeeded.stream().limit(MAX).toList(),
                    partial || allTypes.size() > MAX || allNeeded.size() > MAX,
                    joined);
        }

        /** Whether some of the members are within a scope, or may be, their workspace aside. */
        public boolean meets(ReportedChange.Scope scope) {
            boolean types =
                    scope.types().isEmpty() || partial || this.types.stream().anyMatch(scope.types()::contains);
            boolean dependency = scope.dependency() == null || partial || dependencies.contains(scope.dependency());
            return types && dependency;
        }
    }

    /** At most so many groups are counted apart; what comes later is counted with the last. */
    public static final int MAX_GROUPS = 20;

    /** The id of a cause's nth incident: readable, and the same on every node. */
    public static String id(Cause cause, long number) {
        return "inc-" + Integer.toHexString(hash(cause.id())) + "-" + number;
    }

    /** Which of its cause's incidents it is, from 1. */
    public long number() {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    private static int hash(String text) {
        int h = 0x811c9dc5;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x01000193;
        }
        return h;
    }

    /** This incident in another state; throws where the table does not have the move. */
    public Incident moved(IncidentState to, String reason, Instant now) {
        IncidentState moved = IncidentState.TABLE.move("incident " + id, state, to);
        Headline h = new Headline(
                headline.category(),
                headline.recoverability(),
                headline.title(),
                reason,
                headline.workspace(),
                headline.previous());
        Times t = new Times(times.openedAt(), now, to == IncidentState.RESOLVED ? now : times.resolvedAt());
        return new Incident(id, cause, moved, h, counts, groups, reach, t, version);
    }

    /** This incident with one member more, of this workspace. */
    public Incident joinedBy(String workspace) {
        return new Incident(id, cause, state, headline, counts, groups, reach.joinedBy(workspace), times, version);
    }

    /** Which of its workspace's members the one is that joined last, from 1. */
    public int shareOf(String workspace) {
        return reach.joinedOf(workspace);
    }

    public Incident withCounts(Counts value) {
        return new Incident(id, cause, state, headline, value, groups, reach, times, version);
    }

    /** This incident with one failure more, of this task, in the group of its error. */
    public Incident withFailure(Diagnosis diagnosis, TaskDescriptor task, boolean sampled, String example) {
        List<Group> next = new ArrayList<>(groups);
        Reach wider = reach.with(task, diagnosis.source().dependency());
        for (int i = 0; i < next.size(); i++) {
            Group g = next.get(i);
            boolean last = i == MAX_GROUPS - 1;
            if (g.fingerprint().equals(diagnosis.fingerprint()) || last) {
                next.set(
                        i,
                        new Group(
                                g.fingerprint(),
                                g.category(),
                                g.failures() + 1,
                                g.samples() + (sampled ? 1 : 0),
                                g.example()));
                return new Incident(id, cause, state, headline, counts, next, wider, times, version);
            }
        }
        next.add(new Group(diagnosis.fingerprint(), diagnosis.category(), 1, sampled ? 1 : 0, example));
        return new Incident(id, cause, state, headline, counts, next, wider, times, version);
    }

    public Incident withVersion(long value) {
        return new Incident(id, cause, state, headline, counts, groups, reach, times, value);
    }
}
