package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Cause;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes that somebody reported, and the incidents that they may have mended. */
abstract class StoreChangesContract extends StoreCleaningContract {

    private CommitResult report(ReportedChange... changes) {
        Changes all = new Changes();
        List.of(changes).forEach(all::reportedChange);
        return store.commit(all);
    }

    @Test
    void reported_changes_are_whole_rows() {
        ReportedChange full = Rows.fullReportedChange("full");

        assertThat(report(full)).isEqualTo(CommitResult.APPLIED);

        assertThat(store.reportedChange("full")).isEqualTo(full);
        assertThat(store.reportedChange("absent")).isNull();
        assertThat(store.latestReportedChanges(10)).containsExactly(full);
    }

    @Test
    void a_change_whose_id_is_known_is_a_conflict_and_nothing_is_written() {
        report(Rows.reportedChange("c-1", at(1)));

        Changes again = new Changes()
                .reportedChange(Rows.reportedChange("c-1", at(5)))
                .reportedChange(Rows.reportedChange("c-2", at(5)));
        assertThat(store.commit(again)).isEqualTo(CommitResult.CONFLICT);

        assertThat(store.latestReportedChanges(10)).containsExactly(Rows.reportedChange("c-1", at(1)));
    }

    @Test
    void the_latest_changes_come_first_by_when_they_took_effect() {
        report(Rows.reportedChange("b", at(5)), Rows.reportedChange("c", at(9)), Rows.reportedChange("a", at(5)));
        report(Rows.reportedChange("d", at(7)));

        assertThat(store.latestReportedChanges(3))
                .extracting(ReportedChange::id)
                .containsExactly("c", "d", "a");
    }

    @Test
    void changes_go_with_what_is_old() {
        report(Rows.reportedChange("old", at(5)), Rows.reportedChange("young", at(50)));

        assertThat(store.clean(new Cutoff(at(0), at(50)), 100)).isEqualTo(1);

        assertThat(store.latestReportedChanges(10))
                .extracting(ReportedChange::id)
                .containsExactly("young");
        assertThat(store.reportedChange("old")).isNull();
    }

    @Test
    void incidents_await_a_fix_until_they_are_resolved() {
        Incident open = awaiting("v1:open", IncidentState.AWAITING_FIX);
        Incident person = awaiting("v1:person", IncidentState.NEEDS_PERSON);
        Incident over = awaiting("v1:over", IncidentState.RESOLVED);
        Incident clearing = Rows.incident(Rows.cause("pay"), 1, at(1));
        store.commit(
                new Changes().incident(open).incident(person).incident(over).incident(clearing));

        List<String> expected = new ArrayList<>(List.of(open.id(), person.id()));
        expected.sort(null);
        assertThat(store.awaitingFix(null, 10)).extracting(Incident::id).isEqualTo(expected);
        assertThat(store.awaitingFix(null, 1)).extracting(Incident::id).containsExactly(expected.get(0));
        assertThat(store.awaitingFix(expected.get(0), 10))
                .extracting(Incident::id)
                .containsExactly(expected.get(1));
        assertThat(store.awaitingFix(expected.get(1), 10)).isEmpty();
    }

    private Incident awaiting(String fingerprint, IncidentState state) {
        Incident plain = Rows.incident(new Cause.Ungated("acme", fingerprint), 1, at(1));
        Incident.Headline h = plain.headline();
        return new Incident(
                plain.id(),
                plain.cause(),
                state,
                new Incident.Headline(
                        h.category(), Recoverability.AFTER_FIX, h.title(), h.reason(), "acme", h.previous()),
                plain.counts(),
                plain.groups(),
                plain.reach(),
                new Incident.Times(at(1), at(2), state == IncidentState.RESOLVED ? at(2) : null),
                0);
    }
}
