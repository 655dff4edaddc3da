package io.ripresa.health;

import io.ripresa.model.Cause;
import io.ripresa.model.Disposition;
import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Measured;
import io.ripresa.model.WorkspaceState;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is wrong in a workspace, and which state follows from that. Pure. */
public final class WorkspaceRules {

    /** A larger share of all tasks in trouble is critical. */
    static final double CRITICAL_SHARE = 0.3;

    /** A larger one is an emergency. */
    static final double EMERGENCY_SHARE = 0.8;

    /** Fewer tasks in trouble are no large share, whatever they are a share of. */
    static final int LEAST_TROUBLED = 5;

    /** An outage that is over within this time is none that its users need to hear of. */
    static final Duration OUTAGE_BEARABLE = Duration.ofMinutes(10);

    /** A fix that is not there by then is overdue; after this time such tasks are also listed as escalated. */
    static final Duration FIX_BEARABLE = Duration.ofHours(24);

    /** A run in progress for longer is what the workspace is processing. */
    static final Duration PROCESSING = Duration.ofMinutes(1);

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::level).reversed().thenComparing(Finding::kind);

    private WorkspaceRules() {}

    /**
     * The findings, worst first, at most one of a kind.
     *
     * @param confidence how often attempts for the causes of incidents led to recovery
     * @param before what was found last: what was there then has been there since
     */
    static List<Finding> findings(
            WorkspaceFacts facts, Function<List<Incident>, Measured> confidence, List<Finding> before) {
        Collected found = new Collected(facts, confidence, before);
        if (facts.paused()) {
            String by = facts.pausedBy();
            found.add(
                    Kind.PAUSED,
                    Level.INFO,
                    facts.pending(),
                    "A person paused the workspace" + (by == null ? "." : ": " + by + "."));
        }
        failureShare(facts, found);
        outage(facts, found);
        List<Incident> fix = in(facts, incident -> incident.state() == IncidentState.AWAITING_FIX);
        long unfixed = found.pending(fix);
        if (unfixed > 0) {
            boolean overdue = opened(fix).plus(FIX_BEARABLE).isBefore(facts.now());
            found.incidents(
                    Kind.FIX_NEEDED, overdue ? Level.CRITICAL : Level.WARNING, fix, tasks(unfixed, "for a fix") + ".");
        }
        person(facts, found);
        RunCount runs = facts.runs();
        if (runs != null && runs.silent() > 0) {
            found.add(
                    Kind.STALLED,
                    Level.WARNING,
                    runs.silent(),
                    (runs.silent() == 1 ? "1 run shows" : runs.silent() + " runs show") + " no sign of life.");
        }
        facts.needs().forEach(found::need);
        found.incidents(
                Kind.RECOVERING,
                Level.INFO,
                in(facts, incident -> incident.state() == IncidentState.RECOVERING),
                count -> (count == 1 ? "1 task comes back" : count + " tasks come back") + ".");
        found.incidents(
                Kind.BACK_OFF,
                Level.INFO,
                in(facts, incident -> isWaiting(incident) && !(incident.cause() instanceof Cause.Gated)),
                count -> tasks(count, "for the time of the next attempt") + ".");
        found.incidents(
                Kind.INCIDENT_PAUSED,
                Level.INFO,
                in(facts, incident -> incident.state() == IncidentState.PAUSED),
                count -> tasks(count, "because a person paused their incident") + ".");
        found.findings.sort(WORST_FIRST);
        return List.copyOf(found.findings);
    }

    private static void failureShare(WorkspaceFacts facts, Collected found) {
        double share = facts.total() == 0 ? 0 : (double) facts.troubled() / facts.total();
        if (facts.troubled() >= LEAST_TROUBLED && share > CRITICAL_SHARE) {
            found.add(
                    Kind.FAILURE_SHARE,
                    share > EMERGENCY_SHARE ? Level.EMERGENCY : Level.CRITICAL,
                    facts.troubled(),
                    facts.troubled() + " of " + facts.total() + " tasks are in trouble.");
        }
    }

    private static void outage(WorkspaceFacts facts, Collected found) {
        List<Incident> outages = in(facts, incident -> isWaiting(incident) && incident.cause() instanceof Cause.Gated);
        long held = found.pending(outages);
        if (held > 0) {
            boolean longer = opened(outages).plus(OUTAGE_BEARABLE).isBefore(facts.now());
            GateKey only = outages.size() == 1 ? ((Cause.Gated) outages.get(0).cause()).gate() : null;
            String whom = only == null
                    ? outages.size() + " dependencies"
                    : only.dependency().name();
            String what = only != null && only.isStarts()
                    ? "because a limit of first starts was passed"
                    : "for " + whom + " to serve again";
            found.incidents(Kind.OUTAGE, longer ? Level.CRITICAL : Level.WARNING, outages, tasks(held, what) + ".");
        }
    }

    private static void person(WorkspaceFacts facts, Collected found) {
        long escalated = facts.count(Disposition.ESCALATED);
        if (escalated > 0) {
            found.add(Kind.PERSON_NEEDED, Level.WARNING, escalated, tasks(escalated, "for a person's decision") + ".");
        }
        long quarantined = facts.count(Disposition.QUARANTINED);
        if (quarantined > 0) {
            found.add(
                    Kind.QUARANTINED,
                    Level.WARNING,
                    quarantined,
                    (quarantined == 1 ? "1 task is" : quarantined + " tasks are")
                            + " set aside: the input must change, or a person must decide.");
        }
    }

    private static List<Incident> in(WorkspaceFacts facts, Predicate<Incident> which) {
        List<Incident> found = new ArrayList<>();
        for (Incident incident : facts.incidents()) {
            if (which.test(incident)) {
                found.add(incident);
            }
        }
        return found;
    }

    private static boolean isWaiting(Incident incident) {
        return incident.state() == IncidentState.OPEN || incident.state() == IncidentState.PROBING;
    }

    private static Instant opened(List<Incident> incidents) {
        return Objects.requireNonNull(incidents.stream()
                .map(incident -> incident.times().openedAt())
                .min(Comparator.naturalOrder())
                .orElse(null));
    }

    private static String tasks(long count, String what) {
        return (count == 1 ? "1 task waits " : count + " tasks wait ") + what;
    }

    /** Findings as they are made; what was there before keeps since when. */
    private static final class Collected {
        private final WorkspaceFacts facts;
        private final Function<List<Incident>, Measured> confidence;
        private final List<Finding> before;
        private final List<Finding> findings = new ArrayList<>();

        Collected(WorkspaceFacts facts, Function<List<Incident>, Measured> confidence, List<Finding> before) {
            this.facts = facts;
            this.confidence = confidence;
            this.before = before;
        }

        long pending(List<Incident> incidents) {
            long sum = 0;
            for (Incident incident : incidents) {
                sum += facts.pendingOf(incident);
            }
            return sum == 0 ? 0 : Math.min(sum, facts.pending());
        }

        void add(Kind kind, Level level, long affected, String sentence) {
            add(new Finding(kind, level, affected, strategy(kind), Measured.UNKNOWN, facts.now(), sentence));
        }

        void need(WorkspaceFacts.Found need) {
            // What is done about it is a choice: it takes little from the score, but for what should not run at all.
            Level level = need.kind() == Kind.DUPLICATES ? Level.WARNING : Level.INFO;
            add(new Finding(
                    need.kind(),
                    level,
                    need.affected(),
                    strategy(need.kind()),
                    need.outcomes(),
                    facts.now(),
                    need.sentence()));
        }

        void incidents(Kind kind, Level level, List<Incident> incidents, Function<Long, String> sentence) {
            long members = pending(incidents);
            if (members > 0) {
                incidents(kind, level, incidents, sentence.apply(members));
            }
        }

        void incidents(Kind kind, Level level, List<Incident> incidents, String sentence) {
            Measured measured =
                    strategy(kind) == WorkspaceStrategy.RECOVERY ? confidence.apply(incidents) : Measured.UNKNOWN;
            add(new Finding(kind, level, pending(incidents), strategy(kind), measured, opened(incidents), sentence));
        }

        private void add(Finding finding) {
            findings.add(before.stream()
                    .filter(former ->
                            former.kind() == finding.kind() && former.since().isBefore(finding.since()))
                    .findFirst()
                    .map(former -> finding.withSince(former.since()))
                    .orElse(finding));
        }
    }

    /** What helps against it. */
    public static WorkspaceStrategy strategy(Kind kind) {
        return switch (kind) {
            case OUTAGE, RECOVERING, BACK_OFF -> WorkspaceStrategy.RECOVERY;
            case STALLED -> WorkspaceStrategy.WORKER_REACTIVATION;
            case STATE_UNSEEN -> WorkspaceStrategy.STATUS_RESET;
            case DUPLICATES -> WorkspaceStrategy.DUPLICATE_PARKING;
            case LIMIT_REACHED -> WorkspaceStrategy.LIMIT_INCREASE;
            case OVER_RETENTION -> WorkspaceStrategy.CLEAN_UP;
            case FAILURE_SHARE, FIX_NEEDED, PERSON_NEEDED, QUARANTINED, DUPLICATES_ASIDE, INCIDENT_PAUSED, PAUSED ->
                WorkspaceStrategy.MANUAL_INTERVENTION;
        };
    }

    /**
     * The state that follows, in one move of the table.
     *
     * @param present the present one, or null for a workspace that has just become known
     */
    static WorkspaceState state(@Nullable WorkspaceState present, WorkspaceFacts facts, List<Finding> findings) {
        WorkspaceState wanted = wanted(present, facts, findings);
        if (present == null) {
            return wanted == WorkspaceState.ACTIVE ? WorkspaceState.CREATED : wanted;
        }
        // What cannot be reached in one move is reached over a state in which nothing is wrong.
        return WorkspaceState.TABLE.allows(present, wanted) ? wanted : WorkspaceState.ACTIVE;
    }

    private static WorkspaceState wanted(
            @Nullable WorkspaceState present, WorkspaceFacts facts, List<Finding> findings) {
        if (facts.paused()) {
            return WorkspaceState.PAUSED;
        }
        if (has(findings, Kind.RECOVERING)) {
            return WorkspaceState.AUTO_RECOVERING;
        }
        boolean critical = findings.stream().anyMatch(finding -> finding.level().isCritical());
        boolean held = has(findings, Kind.OUTAGE);
        boolean people =
                has(findings, Kind.PERSON_NEEDED) || has(findings, Kind.QUARANTINED) || has(findings, Kind.FIX_NEEDED);
        if (critical || present == WorkspaceState.ERROR && held) {
            return WorkspaceState.ERROR;
        }
        if (held) {
            return WorkspaceState.DEGRADED_MODE;
        }
        if (people) {
            return WorkspaceState.NEEDS_INTERVENTION;
        }
        RunCount runs = facts.runs();
        if (runs != null && runs.oldestStartedAt().plus(PROCESSING).isBefore(facts.now())) {
            return WorkspaceState.PROCESSING_TASKS;
        }
        boolean over = facts.tasks().keySet().stream().allMatch(Disposition::isTerminal);
        return over && runs == null ? WorkspaceState.COMPLETED : WorkspaceState.ACTIVE;
    }

    private static boolean has(List<Finding> findings, Kind kind) {
        return findings.stream().anyMatch(finding -> finding.kind() == kind);
    }

    /** Why a workspace is in the state that follows from these findings. */
    static List<String> reasons(WorkspaceState state, List<Finding> findings) {
        if (!findings.isEmpty()) {
            return findings.stream().map(Finding::sentence).toList();
        }
        return List.of(
                switch (state) {
                    case CREATED -> "Its first task became known.";
                    case COMPLETED -> "None of its tasks can run any more.";
                    case PROCESSING_TASKS -> "Its runs take their time, and nothing is wrong.";
                    case ACTIVE, PAUSED, ERROR, NEEDS_INTERVENTION, AUTO_RECOVERING, DEGRADED_MODE ->
                        "Nothing is wrong.";
                });
    }
}
