package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.Ripresa;
import io.ripresa.model.Dependency;
import io.ripresa.model.ReportedChange;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.web.Pages.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Changes outside that somebody reports: deploys, credentials, limits, configuration. */
@RestController
@RequestMapping("/api/v1/changes")
final class ChangeController {

    /** What is dated a little ahead has happened by a clock that is ahead. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final Ripresa ripresa;
    private final RecoveryStore store;
    private final LiveFeed feed;

    ChangeController(Ripresa ripresa, RecoveryStore store, LiveFeed feed) {
        this.ripresa = ripresa;
        this.store = store;
        this.feed = feed;
    }

    /**
     * @param changes the latest first, by when they took effect
     */
    record Changes(List<ChangeView> changes) {}

    /** A change as it was reported. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeView(
            String id, String kind, ScopeView scope, String description, String actor, Instant at, Instant reportedAt) {

        static ChangeView of(ReportedChange c) {
            Dependency dependency = c.scope().dependency();
            return new ChangeView(
                    c.id(),
                    ChangeRequest.name(c.kind()),
                    new ScopeView(
                            c.scope().workspace(), c.scope().types(), dependency == null ? null : dependency.name()),
                    c.description(),
                    c.actor(),
                    c.at(),
                    c.reportedAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ScopeView(
            @Nullable String workspace,
            List<String> types,
            @Nullable String dependency) {}

    @GetMapping
    Changes list(@RequestParam(defaultValue = "100") int limit) {
        return new Changes(store.latestReportedChanges(Limits.check("limit", limit, 1000)).stream()
                .map(ChangeView::of)
                .toList());
    }

    /** Takes a change; 201 where it is new, 200 where it was reported before. */
    @PostMapping
    ResponseEntity<ChangeView> report(@RequestBody ChangeRequest body, HttpServletRequest request) {
        ReportedChange.Kind kind = body.readKind();
        ReportedChange.Scope scope = body.readScope();
        String id = body.readId();
        String description = body.readDescription();
        Instant at = body.at();
        Instant now = store.now();
        if (at != null && at.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw ProblemException.badField(
                    "at",
                    at.toString(),
                    "Field \"at\" is in the future; it is " + now + ".",
                    "Report a change when it has taken effect, or leave \"at\" out for now.");
        }
        String actor = Person.actor(request, body.actor());
        ReportedChange known = id == null ? null : store.reportedChange(id);
        if (known != null && (known.kind() != kind || !known.scope().equals(scope))) {
            throw new ProblemException(new Problem(
                    409,
                    "Conflict",
                    "The id was reported before, as " + ChangeRequest.name(known.kind()) + " of " + known.scope() + ".",
                    "id",
                    id,
                    "Give another change an id of its own."));
        }
        ReportedChange change = ripresa.operator().report(id, kind, scope, description, at, actor);
        feed.changed();
        return ResponseEntity.status(known != null ? HttpStatus.OK : HttpStatus.CREATED)
                .body(ChangeView.of(change));
    }
}
