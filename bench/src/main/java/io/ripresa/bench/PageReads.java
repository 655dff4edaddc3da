package io.ripresa.bench;

import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.Disposition;
import io.ripresa.model.Incident;
import io.ripresa.model.Policy;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What pages, metrics and the loop ask of the store, question by question. */
final class PageReads {

    private static final int INCIDENTS = 60;
    private static final int TASKS = 200;

    private PageReads() {}

    /** The questions by name. */
    static Map<String, Consumer<RecoveryStore>> questions(String incidentId) {
        Map<String, Consumer<RecoveryStore>> questions = new LinkedHashMap<>();
        questions.put("overview of the page", PageReads::overview);
        questions.put("counts of dispositions", RecoveryStore::dispositionCounts);
        questions.put("candidates of an incident", store -> candidates(store, incidentId, false));
        questions.put("candidates on a ramp", store -> candidates(store, incidentId, true));
        questions.put("due work, none", store -> store.due("bench", Duration.ofSeconds(1), 200));
        questions.put("next due", RecoveryStore::nextDue);
        questions.put("open incidents", store -> store.findIncidents(true, 200));
        questions.put("gates that are not quiet", RecoveryStore::restlessGates);
        questions.put(
                "members of an incident", store -> store.findTasks(new TaskQuery(null, null, incidentId, null, 100)));
        questions.put(
                "tasks of a workspace", store -> store.findTasks(new TaskQuery("workspace-3", null, null, null, 100)));
        questions.put("runs in progress", store -> store.runsInProgress(store.now()));
        questions.put(
                "how all workspaces are", store -> new WorkspaceHealthManager(store, Policy.Liveness.DEFAULT).assess());
        questions.put("journal of an incident", store -> store.journalOf(null, incidentId, 100));
        questions.put("samples of an incident", store -> store.samplesOf(incidentId, 20));
        questions.put("latest attempts", store -> store.latestAttempts(100));
        return questions;
    }

    private static void overview(RecoveryStore store) {
        store.now();
        store.control();
        store.dispositionCounts();
        List<Incident> incidents = store.findIncidents(false, INCIDENTS);
        store.restlessGates();
        for (Disposition disposition :
                List.of(Disposition.WAITING, Disposition.HELD, Disposition.ESCALATED, Disposition.QUARANTINED)) {
            store.findTasks(new TaskQuery(null, disposition, null, null, TASKS));
        }
        store.incidents(incidents.stream().map(Incident::id).toList());
    }

    private static void candidates(RecoveryStore store, String incidentId, boolean ramp) {
        store.candidates(new CandidateQuery(incidentId, store.now(), ramp, ramp ? 3 : 2, !ramp, ramp ? 58 : 9));
    }
}
