package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Breaker;
import io.ripresa.model.Category;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Recoverability;
import io.ripresa.web.Story.Figures;
import io.ripresa.web.Story.Mood;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final GateKey KEY = GateKey.reachability(Dependency.endpoint("localhost", 9090));

    private static Incident incident(IncidentState state, Incident.Counts counts) {
        return incident(new Cause.Gated(KEY), state, counts);
    }

    private static Incident incident(Cause cause, IncidentState state, Incident.Counts counts) {
        return new Incident(
                "inc-1",
                cause,
                state,
                new Incident.Headline(Category.NETWORK, Recoverability.AUTO, "Network failure", "Why.", null, null),
                counts,
                List.of(),
                Incident.Reach.NONE,
                new Incident.Times(NOW, NOW, null),
                1);
    }

    private static Map<String, Gate> gate(Breaker breaker) {
        Gate gate = Gate.create(KEY).withCanaries(new Gate.Canaries(1, 1, 0, null, null, NOW.plusSeconds(5)));
        if (breaker != Breaker.CLOSED) {
            gate = gate.moved(Breaker.OPEN, NOW);
        }
        return Map.of(new Cause.Gated(KEY).id(), gate);
    }

    private static Story tell(List<Incident> open, Map<String, Gate> gates, Figures figures) {
        return Story.tell(Control.RUNNING, open, gates, figures);
    }

    @Test
    void anOutageNamesWhatIsDownAndCountsDownToTheNextCanary() {
        Story story = tell(
                List.of(incident(IncidentState.OPEN, new Incident.Counts(0, 231, 0, 0, 0, 0))),
                gate(Breaker.OPEN),
                new Figures(300, 0, 0));

        assertThat(story.mood()).isEqualTo(Mood.OUTAGE);
        assertThat(story.text()).isEqualTo("localhost:9090 is in trouble: 231 tasks wait.");
        assertThat(story.until()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void aRecoveryTellsProgressPaceAndTimeToGo() {
        Story story = tell(
                List.of(incident(IncidentState.RECOVERING, new Incident.Counts(0, 80, 8, 143, 0, 4))),
                gate(Breaker.CLOSED),
                new Figures(300, 4, 12.6));

        assertThat(story.text())
                .isEqualTo("Recovering from an outage of localhost:9090: 143 of 231 back, 13/s, about 7 s to go.");
    }

    @Test
    void withoutAMeasuredPaceNoneIsClaimed() {
        Story story = tell(
                List.of(incident(IncidentState.RECOVERING, new Incident.Counts(0, 80, 8, 143, 0, 0))),
                gate(Breaker.CLOSED),
                new Figures(300, 0, 0));

        assertThat(story.text()).isEqualTo("Recovering from an outage of localhost:9090: 143 of 231 back.");
    }

    @Test
    void theFirstFewSayNothingAboutThePace() {
        Story story = tell(
                List.of(incident(IncidentState.RECOVERING, new Incident.Counts(0, 214, 0, 3, 0, 0))),
                gate(Breaker.CLOSED),
                new Figures(300, 0, 0.4));

        assertThat(story.text()).isEqualTo("Recovering from an outage of localhost:9090: 3 of 217 back.");
    }

    @Test
    void furtherIncidentsAreCounted() {
        Incident small = incident(
                new Cause.Gated(GateKey.reachability(Dependency.endpoint("mail", 25))),
                IncidentState.OPEN,
                new Incident.Counts(0, 2, 0, 0, 0, 0));
        Incident limit = incident(
                new Cause.Gated(GateKey.account(Dependency.endpoint("localhost", 9090), "shop")),
                IncidentState.OPEN,
                new Incident.Counts(0, 3, 0, 0, 0, 0));
        Incident large = incident(IncidentState.OPEN, new Incident.Counts(0, 20, 0, 0, 0, 0));

        assertThat(tell(List.of(small, limit, large), gate(Breaker.OPEN), new Figures(30, 0, 0))
                        .text())
                .contains("and one more incident", "20 tasks wait");
    }

    @Test
    void peopleAreAskedOnlyWhereNothingMoves() {
        assertThat(tell(List.of(), Map.of(), new Figures(300, 14, 0)).text())
                .isEqualTo("14 tasks need a person. Everything else is done or running.");
        assertThat(tell(List.of(), Map.of(), new Figures(300, 1, 0)).text()).startsWith("One task needs a person");
        Incident waits = incident(IncidentState.AWAITING_FIX, new Incident.Counts(0, 12, 0, 0, 0, 0));
        assertThat(tell(List.of(waits), Map.of(), new Figures(300, 14, 0)).text())
                .isEqualTo("14 tasks need a person, 12 wait for a fix. Everything else is done or running.");
        assertThat(tell(List.of(waits), Map.of(), new Figures(300, 0, 0)).text())
                .startsWith("12 tasks wait for a fix.");
    }

    @Test
    void quietEmptyAndStopped() {
        Control stopped = new Control(true, false, "anna", "maintenance", NOW, 1);

        assertThat(tell(List.of(), Map.of(), new Figures(9, 0, 0)).mood()).isEqualTo(Mood.QUIET);
        assertThat(tell(List.of(), Map.of(), new Figures(0, 0, 0)).mood()).isEqualTo(Mood.EMPTY);
        assertThat(Story.tell(stopped, List.of(), Map.of(), new Figures(9, 0, 0))
                        .text())
                .isEqualTo("Stopped by anna: maintenance. Nothing is re-run until somebody resumes.");
    }
}
