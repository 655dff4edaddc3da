package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.Ripresa;
import io.ripresa.health.WorkspaceHealth;
import io.ripresa.model.Finding;
import io.ripresa.model.Measured;
import io.ripresa.web.Pages.Person;
import io.ripresa.web.Pages.PersonRequest;
import jakarta.servlet.http.HttpServletRequest;
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
                .map(WorkspaceHealthView::of)
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
        return WorkspaceHealthView.of(health);
    }

    @PostMapping("/{name}/pause")
    WorkspaceHealthView pause(@PathVariable String name, @RequestBody PersonRequest body, HttpServletRequest request) {
        Person person = body.by(request);
        WorkspaceHealth paused = ripresa.operator().pauseWorkspace(name, person.actor(), person.reason());
        feed.changed();
        return WorkspaceHealthView.of(paused);
    }

    @PostMapping("/{name}/resume")
    WorkspaceHealthView resume(@PathVariable String name, @RequestBody PersonRequest body, HttpServletRequest request) {
        Person person = body.by(request);
        WorkspaceHealth resumed = ripresa.operator().resumeWorkspace(name, person.actor(), person.reason());
        feed.changed();
        return WorkspaceHealthView.of(resumed);
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

        static WorkspaceHealthView of(WorkspaceHealth health) {
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
                    health.findings().stream().map(FindingView::of).toList(),
                    health.tasks());
        }
    }

    record DeductionView(String kind, String level, int points) {}

    /**
     * @param affected how many tasks, or runs
     * @param strategy what helps
     * @param actsByItself whether it is done without asking
     * @param confidence how often it helped, measured; null where nothing was counted
     */
    record FindingView(
            String kind,
            String level,
            long affected,
            String strategy,
            boolean actsByItself,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable ConfidenceView confidence,

            Instant since,
            String sentence) {

        static FindingView of(Finding finding) {
            Measured measured = finding.confidence();
            return new FindingView(
                    finding.kind().name(),
                    finding.level().name(),
                    finding.affected(),
                    finding.strategy().name(),
                    finding.actsByItself(),
                    measured.isKnown() ? ConfidenceView.of(measured) : null,
                    finding.since(),
                    finding.sentence());
        }
    }

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
