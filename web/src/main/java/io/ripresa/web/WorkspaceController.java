package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.Ripresa;
import io.ripresa.health.StrategyRules;
import io.ripresa.health.WorkspaceHealth;
import io.ripresa.model.Finding;
import io.ripresa.model.Measured;
import io.ripresa.model.Mode;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.model.WorkspaceStrategy.Authority;
import io.ripresa.web.Pages.Person;
import io.ripresa.web.Pages.PersonRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** Workspaces: how each is as a whole, and pausing it. */
@RestController
@RequestMapping("/api/v1/workspaces")
final class WorkspaceController {

    private static final int MOST = 1_000;

    private final Ripresa ripresa;
    private final LiveFeed feed;

    WorkspaceController(Ripresa ripresa, LiveFeed feed) {
        this.ripresa = ripresa;
        this.feed = feed;
    }

    @GetMapping
    Workspaces list(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "200") int limit) {
        int most = Limits.check("limit", limit, MOST);
        List<WorkspaceHealthView> found = ripresa.workspaces().assess().stream()
                .filter(health -> after == null || health.workspace().compareTo(after) > 0)
                .limit(most + 1L)
                .map(this::view)
                .toList();
        boolean more = found.size() > most;
        List<WorkspaceHealthView> shown = more ? found.subList(0, most) : found;
        return new Workspaces(shown, more ? shown.get(shown.size() - 1).workspace() : null);
    }

    @GetMapping("/{name}")
    WorkspaceHealthView get(@PathVariable String name) {
        WorkspaceHealth health = ripresa.workspaces().assess(name);
        if (health == null) {
            throw ProblemException.notFound("workspace", name);
        }
        return view(health);
    }

    private WorkspaceHealthView view(WorkspaceHealth health) {
        return WorkspaceHealthView.of(health, ripresa.policies().book().modeOf(health.workspace()));
    }

    @PostMapping("/{name}/strategies/{strategy}")
    Done carryOut(
            @PathVariable String name,
            @PathVariable String strategy,
            @RequestBody PersonRequest body,
            HttpServletRequest request) {
        Person person = body.by(request);
        String done = ripresa.operator().carryOut(strategy(strategy), name, person.actor(), person.reason());
        feed.changed();
        return new Done(name, strategy, done);
    }

    private static WorkspaceStrategy strategy(String name) {
        return WorkspaceStrategy.measured().stream()
                .filter(strategy -> strategy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.badField(
                        "strategy",
                        name,
                        "\"" + name + "\" is no strategy that a person orders here.",
                        "Use one of " + WorkspaceStrategy.measured() + "."));
    }

    @PostMapping("/{name}/pause")
    WorkspaceHealthView pause(@PathVariable String name, @RequestBody PersonRequest body, HttpServletRequest request) {
        Person person = body.by(request);
        WorkspaceHealth paused = ripresa.operator().pauseWorkspace(name, person.actor(), person.reason());
        feed.changed();
        return view(paused);
    }

    @PostMapping("/{name}/resume")
    WorkspaceHealthView resume(@PathVariable String name, @RequestBody PersonRequest body, HttpServletRequest request) {
        Person person = body.by(request);
        WorkspaceHealth resumed = ripresa.operator().resumeWorkspace(name, person.actor(), person.reason());
        feed.changed();
        return view(resumed);
    }

    /**
     * @param workspaces by name
     * @param next what to give as {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Workspaces(
            List<WorkspaceHealthView> workspaces, @Nullable String next) {}

    /**
     * How a workspace is, see {@link WorkspaceHealth}.
     *
     * @param state where it stands
     * @param reasons why
     * @param actor who put it there
     * @param since when it came there
     * @param pausedBy who paused it, or null
     * @param score 0 to 100
     * @param healthy whether the score is at least 70 and nothing is critical
     * @param deductions what the score is less than 100 for
     * @param findings what is wrong, worst first
     * @param tasks how many are known
     */
    record WorkspaceHealthView(
            String workspace,
            String state,
            List<String> reasons,
            String actor,
            Instant since,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String pausedBy,

            int score,
            boolean healthy,
            List<DeductionView> deductions,
            List<FindingView> findings,
            long tasks) {

        static WorkspaceHealthView of(WorkspaceHealth health, Mode mode) {
            return new WorkspaceHealthView(
                    health.workspace(),
                    health.state().name(),
                    health.reasons(),
                    health.actor(),
                    health.since(),
                    health.pausedBy(),
                    health.score().points(),
                    health.score().healthy(),
                    health.score().deductions().stream()
                            .map(taken -> new DeductionView(
                                    taken.kind().name(), taken.level().name(), taken.points()))
                            .toList(),
                    health.findings().stream()
                            .map(finding -> FindingView.of(health.workspace(), finding, mode))
                            .toList(),
                    health.tasks());
        }
    }

    record DeductionView(String kind, String level, int points) {}

    /**
     * @param affected how many tasks, or runs
     * @param strategy what helps
     * @param actsByItself whether it is done without asking
     * @param suggestion what to POST, with actor and reason, to have it done; null where it is done without asking, or is
     *     a person's own work
     * @param confidence how often it helped, measured; null where nothing was counted
     */
    record FindingView(
            String kind,
            String level,
            long affected,
            String strategy,
            boolean actsByItself,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String suggestion,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable ConfidenceView confidence,

            Instant since,
            String sentence) {

        static FindingView of(String workspace, Finding finding, Mode mode) {
            Measured measured = finding.confidence();
            boolean acts = StrategyRules.actsByItself(finding, mode);
            boolean suggested = !acts && finding.strategy().authority() == Authority.MEASURED;
            return new FindingView(
                    finding.kind().name(),
                    finding.level().name(),
                    finding.affected(),
                    finding.strategy().name(),
                    acts,
                    suggested ? path(workspace, finding.strategy()) : null,
                    measured.isKnown() ? ConfidenceView.of(measured) : null,
                    finding.since(),
                    finding.sentence());
        }
    }

    /** Below the API's own address. */
    private static String path(String workspace, WorkspaceStrategy strategy) {
        return "workspaces/" + UriUtils.encodePathSegment(workspace, StandardCharsets.UTF_8) + "/strategies/"
                + strategy;
    }

    /**
     * @param done what was done, a sentence
     */
    record Done(String workspace, String strategy, String done) {}

    /**
     * @param count how often it helped
     * @param of how often it was tried
     * @param lower lower bound of the 95 % interval of the share
     */
    record ConfidenceView(long count, long of, double lower) {
        static ConfidenceView of(Measured measured) {
            return new ConfidenceView(measured.successes(), measured.trials(), measured.lowerBound());
        }
    }
}
