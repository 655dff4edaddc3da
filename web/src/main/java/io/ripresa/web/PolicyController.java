package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.Ripresa;
import io.ripresa.health.PolicyDryRun;
import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.AppliedPolicy.Applied;
import io.ripresa.policy.BadPolicy;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.policy.PolicySubject;
import io.ripresa.policy.Preset;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.web.Pages.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The policies that this node goes by, what applies to a task, and giving others. */
@RestController
@RequestMapping("/api/v1/policies")
final class PolicyController {

    private static final String DEFAULT_PAST = "7d";

    private final Ripresa ripresa;
    private final RecoveryStore store;
    private final LiveFeed feed;

    PolicyController(Ripresa ripresa, RecoveryStore store, LiveFeed feed) {
        this.ripresa = ripresa;
        this.store = store;
        this.feed = feed;
    }

    /**
     * @param version counts the changes; 0 while there are no overrides
     * @param at when they were given; absent for version 0
     * @param author who gave them; absent for version 0
     * @param source where this node takes its policies from; absent where they are given here
     * @param trouble why newer ones could not be taken; absent where all is well
     * @param defaults what applies where no override says otherwise, by key
     * @param overrides in the order in which they are written
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PoliciesView(
            long version,
            @Nullable Instant at,
            @Nullable String author,
            @Nullable String source,
            @Nullable String trouble,
            Map<String, String> defaults,
            List<OverrideView> overrides) {}

    /**
     * @param number counts from 1
     * @param scope what it is for
     * @param values what it sets, by key
     */
    record OverrideView(int number, PolicyScopeView scope, Map<String, String> values) {
        static OverrideView of(int number, PolicyOverride override) {
            Map<String, String> values = new LinkedHashMap<>();
            override.values().forEach((key, value) -> values.put(key.written(), value));
            return new OverrideView(number, PolicyScopeView.of(override.scope()), values);
        }
    }

    /** What an override is for; what is absent is not narrowed down. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyScopeView(
            @Nullable String workspace,
            @Nullable String type,
            @Nullable Category category,
            @Nullable String dependency) {
        static PolicyScopeView of(PolicyScope scope) {
            Dependency dependency = scope.dependency();
            return new PolicyScopeView(
                    scope.workspace(), scope.type(), scope.category(), dependency == null ? null : dependency.name());
        }
    }

    /**
     * @param version what it was explained by
     * @param values what applies, value by value
     */
    record ExplanationView(long version, List<ValueView> values) {}

    /**
     * @param key what it sets
     * @param value as files write it
     * @param origin {@code default}, {@code preset} or {@code override}
     * @param override the override's number; absent for the default
     * @param scope what that override is for; absent for the default
     * @param preset name of the preset; absent where the value comes from none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ValueView(
            String key,
            String value,
            String origin,
            @Nullable Integer override,
            @Nullable PolicyScopeView scope,
            @Nullable String preset) {
        static ValueView of(Applied applied) {
            PolicyScope scope = applied.scope();
            Preset preset = applied.preset();
            String key = applied.key().written();
            if (scope != null) {
                return new ValueView(
                        key, applied.value(), "override", applied.override(), PolicyScopeView.of(scope), null);
            }
            return preset == null
                    ? new ValueView(key, applied.value(), "default", null, null, null)
                    : new ValueView(key, applied.value(), "preset", null, null, preset.written());
        }
    }

    @GetMapping
    PoliciesView policies() {
        PolicyLedger.Version present = ripresa.policies().present();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (PolicyKey key : PolicyKey.values()) {
            defaults.put(key.written(), key.valueIn(present.book().defaults()));
        }
        List<OverrideView> overrides = new ArrayList<>();
        for (PolicyOverride override : present.book().overrides()) {
            overrides.add(OverrideView.of(overrides.size() + 1, override));
        }
        return new PoliciesView(
                present.number(),
                present.at(),
                present.author(),
                ripresa.policies().source(),
                ripresa.policies().trouble(),
                defaults,
                overrides);
    }

    /** Takes policies; they apply to what is decided from then on, on all nodes that have none of their own. */
    @PutMapping
    PoliciesView replace(@RequestBody PolicyRequest body, HttpServletRequest request) {
        List<PolicyOverride> overrides = body.read();
        String actor = Person.actor(request, body.actor());
        try {
            ripresa.policies().replace(overrides, actor, body.version());
        } catch (BadPolicy e) {
            throw wrong(e, overrides);
        } catch (PolicyLedger.Outdated e) {
            throw ProblemException.conflict(
                    "Version " + body.version() + " of the policies is not the latest: version " + e.latest() + " is.",
                    "Read them again, and give what you want with \"version\": " + e.latest() + ".");
        }
        feed.changed();
        return policies();
    }

    /**
     * What policies would have done, see {@link PolicyDryRun.Report}.
     *
     * @param failed attempts less {@code recovered}: what was spent and did not help
     * @param withheld attempts that would not have gone
     */
    record DryRunView(
            Instant since,
            Instant until,
            long attempts,
            long recovered,
            long failed,
            long byPerson,
            List<WithheldView> withheld,
            long takenUp,
            long leftAlone,
            boolean complete) {
        static DryRunView of(PolicyDryRun.Report report) {
            return new DryRunView(
                    report.since(),
                    report.until(),
                    report.attempts(),
                    report.recovered(),
                    report.attempts() - report.recovered(),
                    report.byPerson(),
                    report.withheld().entrySet().stream()
                            .map(each -> new WithheldView(
                                    each.getKey().name(),
                                    each.getValue().attempts(),
                                    each.getValue().recovered(),
                                    each.getValue().attempts() - each.getValue().recovered()))
                            .toList(),
                    report.takenUp(),
                    report.leftAlone(),
                    report.complete());
        }
    }

    /**
     * @param rung what would have stopped them: {@code MODE}, {@code ATTEMPTS_SPENT} or {@code APPROVAL}
     * @param attempts how many
     * @param recovered how many of them brought their task back
     * @param failed how many did not
     */
    record WithheldView(String rung, long attempts, long recovered, long failed) {}

    /** Says what policies would have done with what the journal tells. Changes nothing. */
    @PostMapping("/dry-run")
    DryRunView dryRun(@RequestBody PolicyRequest body, @RequestParam(defaultValue = DEFAULT_PAST) String since) {
        List<PolicyOverride> overrides = body.read();
        Instant from = time(since);
        try {
            PolicyBook present = ripresa.policies().book();
            PolicyBook proposed = present.with(overrides);
            return DryRunView.of(new PolicyDryRun(store, proposed, present).over(from));
        } catch (BadPolicy e) {
            throw wrong(e, overrides);
        }
    }

    /** A time, or how long ago it is. */
    private Instant time(String since) {
        Instant now = store.now();
        Duration past = DurationText.parse(since);
        try {
            Instant from = past == null ? Instant.parse(since) : now.minus(past);
            if (!from.isAfter(now)) {
                return from;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, with what does fit.
        }
        throw ProblemException.badField(
                "since",
                since,
                "Parameter \"since\" is no time in the past.",
                "Give how long ago, like 24h or 7d, or a time like 2026-03-01T12:00:00Z.");
    }

    private static ProblemException wrong(BadPolicy e, List<PolicyOverride> overrides) {
        int at = e.override() - 1;
        return PolicyRequest.wrong(
                e,
                at < 0 ? "overrides" : "overrides[" + at + "]",
                at < 0 ? Map.of() : overrides.get(at).values());
    }

    @GetMapping("/explain")
    ExplanationView explain(
            @RequestParam(defaultValue = "") String workspace,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String dependency) {
        PolicySubject task = new PolicySubject(
                named("workspace", workspace),
                named("type", type),
                category == null ? null : PolicyRequest.category("category", category),
                dependency == null ? List.of() : List.of(PolicyRequest.dependency("dependency", dependency)));
        PolicyLedger.Version present = ripresa.policies().present();
        return new ExplanationView(
                present.number(),
                present.book().explain(task).values().stream()
                        .map(ValueView::of)
                        .toList());
    }

    private static String named(String field, String value) {
        if (value.isBlank()) {
            throw ProblemException.badField(
                    field, value, "Parameter \"" + field + "\" is missing.", "Give the name that tasks have.");
        }
        return value;
    }
}
