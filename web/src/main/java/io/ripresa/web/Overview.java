package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.web.Views.ControlView;
import io.ripresa.web.Views.GateView;
import io.ripresa.web.Views.IncidentView;
import io.ripresa.web.Views.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the live page shows at one moment.
 *
 * @param at the store's time
 * @param story the moment in one sentence
 * @param control the kill switch
 * @param totals tasks by disposition, over all workspaces
 * @param workspaces tasks by disposition, per workspace
 * @param incidents open ones first, then the latest resolved ones
 * @param gates gates that restrain something, have an open incident, or an early warning
 * @param intake task systems that report faster than is read
 * @param held what waits or is held, by incident
 * @param attention what needs a person, by incident
 * @param history how it went over the last minutes; only in a first answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Overview(
        Instant at,
        Story story,
        ControlView control,
        Map<String, Long> totals,
        List<WorkspaceView> workspaces,
        List<IncidentView> incidents,
        List<GateView> gates,
        List<Intake> intake,
        List<Group> held,
        List<Group> attention,
        @Nullable List<Sample> history) {

    /**
     * What a task system has reported and nobody has read yet.
     *
     * @param system the task system
     * @param unread how many events; a large number may be an estimate
     * @param oldestAt when the oldest of them happened
     */
    record Intake(String system, long unread, Instant oldestAt) {}

    record WorkspaceView(String name, Map<String, Long> dispositions, long total) {}

    /**
     * Tasks of one incident that stand still for the same reason.
     *
     * @param incident the incident
     * @param title what it is about
     * @param workspace the workspace it belongs to, or null where several may share it
     * @param count how many tasks
     * @param example what the error looks like, or null
     * @param reason why they stand still
     * @param advice what a person can do, or null where nothing needs doing
     * @param nextAt when something happens by itself, or null
     * @param tasks some of them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(
            String incident,
            String title,
            @Nullable String workspace,
            long count,
            @Nullable String example,
            String reason,
            @Nullable String advice,
            @Nullable Instant nextAt,
            List<TaskView> tasks) {}

    /**
     * One point of the chart.
     *
     * @param at when
     * @param pending tasks that wait, are held or in an attempt
     * @param inAttempt of them, in an attempt
     * @param recovered tasks recovered so far
     * @param needsPerson tasks that need a person
     * @param rate starts per second that the ramps allow together
     */
    record Sample(Instant at, long pending, long inAttempt, long recovered, long needsPerson, double rate) {}

    /** The same moment with its past. */
    Overview withHistory(@Nullable List<Sample> samples) {
        return new Overview(at, story, control, totals, workspaces, incidents, gates, intake, held, attention, samples);
    }

    /** The same moment without the time, to tell whether anything changed. */
    Overview timeless() {
        return new Overview(
                Instant.EPOCH, story, control, totals, workspaces, incidents, gates, intake, held, attention, null);
    }
}
