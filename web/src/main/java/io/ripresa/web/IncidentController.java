package io.ripresa.web;

import io.ripresa.Ripresa;
import io.ripresa.model.Incident;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.web.Pages.Person;
import io.ripresa.web.Pages.PersonRequest;
import io.ripresa.web.Views.FailureView;
import io.ripresa.web.Views.IncidentDetail;
import io.ripresa.web.Views.IncidentView;
import io.ripresa.web.Views.JournalView;
import io.ripresa.web.Views.OutcomeView;
import io.ripresa.web.Views.TaskView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Incidents: what failed together, how its recovery goes, and pausing it. */
@RestController
@RequestMapping("/api/v1/incidents")
final class IncidentController {

    private static final int SAMPLES = 20;
    private static final int MEMBERS = 100;
    private static final int JOURNAL_LINES = 100;

    private final Ripresa ripresa;
    private final RecoveryStore store;
    private final LiveFeed feed;

    IncidentController(Ripresa ripresa, RecoveryStore store, LiveFeed feed) {
        this.ripresa = ripresa;
        this.store = store;
        this.feed = feed;
    }

    @GetMapping
    Pages.Incidents list(
            @RequestParam(defaultValue = "false") boolean open, @RequestParam(defaultValue = "100") int limit) {
        return new Pages.Incidents(store.findIncidents(open, Limits.check("limit", limit, 1000)).stream()
                .map(IncidentView::of)
                .toList());
    }

    @GetMapping("/{id}")
    IncidentDetail get(@PathVariable String id) {
        Incident incident = find(id);
        return new IncidentDetail(
                IncidentView.of(incident),
                store.samplesOf(id, SAMPLES).stream().map(FailureView::of).toList(),
                store.outcomesOf(incident.cause()).stream()
                        .map(o -> new OutcomeView(o.fingerprint(), o.outcome().name(), o.count()))
                        .toList(),
                store.findTasks(new TaskQuery(null, null, id, null, MEMBERS)).stream()
                        .map(TaskView::of)
                        .toList(),
                store.journalOf(null, id, JOURNAL_LINES).stream()
                        .map(JournalView::of)
                        .toList());
    }

    @PostMapping("/{id}/pause")
    IncidentView pause(@PathVariable String id, @RequestBody PersonRequest body, HttpServletRequest request) {
        Person person = body.by(request);
        find(id);
        Incident paused = ripresa.operator().pause(id, person.actor(), person.reason());
        feed.changed();
        return IncidentView.of(paused);
    }

    @PostMapping("/{id}/unpause")
    IncidentView unpause(@PathVariable String id, @RequestBody PersonRequest body, HttpServletRequest request) {
        Person person = body.by(request);
        find(id);
        Incident lifted = ripresa.operator().unpause(id, person.actor(), person.reason());
        feed.changed();
        return IncidentView.of(lifted);
    }

    private Incident find(String id) {
        Incident incident = store.incidents(List.of(id)).get(id);
        if (incident == null) {
            throw ProblemException.notFound("incident", id);
        }
        return incident;
    }
}
