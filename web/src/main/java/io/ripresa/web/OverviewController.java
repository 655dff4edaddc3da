package io.ripresa.web;

import io.ripresa.Ripresa;
import io.ripresa.health.HealthReport;
import io.ripresa.model.Control;
import io.ripresa.web.Pages.ControlRequest;
import io.ripresa.web.Pages.Me;
import io.ripresa.web.Pages.Person;
import io.ripresa.web.Views.ControlView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The whole picture, once or as it changes; who asks; the kill switch; health. */
@RestController
@RequestMapping("/api/v1")
final class OverviewController {

    private final Ripresa ripresa;
    private final LiveFeed feed;
    private final PageToken pageToken;

    OverviewController(Ripresa ripresa, LiveFeed feed, PageToken pageToken) {
        this.ripresa = ripresa;
        this.feed = feed;
        this.pageToken = pageToken;
    }

    @GetMapping("/overview")
    Overview overview() {
        return feed.current();
    }

    @GetMapping(path = "/stream", produces = "text/event-stream")
    void stream(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response) {
        feed.follow(lastEventId, request.getUserPrincipal() != null, () -> {
            try {
                return EventStream.open(request, response);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @GetMapping("/me")
    Me me(HttpServletRequest request) {
        Principal signedIn = request.getUserPrincipal();
        return signedIn == null
                ? new Me(null, null)
                : new Me(Person.shortened(signedIn.getName()), pageToken.of(request));
    }

    @GetMapping("/control")
    ControlView control() {
        return ControlView.of(ripresa.operator().control());
    }

    @PostMapping("/control")
    ControlView control(@RequestBody ControlRequest body, HttpServletRequest request) {
        if (body.stopped() == null) {
            throw ProblemException.badField(
                    "stopped", null, "Field \"stopped\" is missing.", "Send true to stop, false to resume.");
        }
        Person person = Person.of(request, body.actor(), body.reason());
        boolean keepHolds = Boolean.TRUE.equals(body.keepHolds());
        Control control = body.stopped()
                ? ripresa.operator().stop(person.actor(), person.reason(), keepHolds)
                : ripresa.operator().resume(person.actor(), person.reason());
        feed.changed();
        return ControlView.of(control);
    }

    @GetMapping("/health")
    ResponseEntity<Health> health() {
        HealthReport report = ripresa.health();
        Health health = new Health(
                report.healthy(),
                report.checks().stream()
                        .map(c -> new Health.Check(c.name(), c.healthy(), c.detail()))
                        .toList());
        return report.healthy()
                ? ResponseEntity.ok(health)
                : ResponseEntity.status(503)
                        .header(HttpHeaders.RETRY_AFTER, ProblemAdvice.RETRY_AFTER_SECONDS)
                        .body(health);
    }

    /** Whether Ripresa can do its work. */
    record Health(boolean healthy, List<Check> checks) {
        record Check(String name, boolean healthy, String detail) {}
    }
}
