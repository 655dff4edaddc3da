-- PostgreSQL alone: indexes over the rows that are looked for, in place of indexes over all, and room in the pages of
-- rows that are often written, so that a new version of a row stays in its page and no index has to be touched.

-- What cleaning looks for.
create index ripresa_task_old on ripresa_task (since) where incident_id is null;
create index ripresa_incident_old on ripresa_incident (resolved_at, id) where resolved and not emptied;
create index ripresa_incident_superseded on ripresa_incident (resolved_at, id) where resolved and superseded;
create index ripresa_journal_own on ripresa_journal (at_time) where task is null and incident_id is null;

-- Most tasks never fail: they are in none of these.
create index ripresa_task_lane on ripresa_task (lane, turn, priority desc, trouble_since, task) where lane is not null;
drop index ripresa_task_candidates;
create index ripresa_task_not_before on ripresa_task (lane, not_before) where lane is not null and not_before is not null;
drop index ripresa_task_back_off;
create index ripresa_task_standing on ripresa_task (incident_id, disposition, task) where incident_id is not null;
drop index ripresa_task_members;

-- Most gates are quiet.
create index ripresa_gate_visible on ripresa_gate (visible_at, gate) where visible_at is not null;
drop index ripresa_gate_due;
create index ripresa_gate_unquiet on ripresa_gate (gate) where restless;
drop index ripresa_gate_restless;
create index ripresa_gate_holding on ripresa_gate (gate) where holding;

-- Most lines of the journal are about a task or an incident, few about neither.
create index ripresa_journal_by_task on ripresa_journal (task, sequence) where task is not null;
drop index ripresa_journal_task;
create index ripresa_journal_by_incident on ripresa_journal (incident_id, sequence) where incident_id is not null;
drop index ripresa_journal_incident;

-- Most failures have no sample.
create index ripresa_failure_sampled on ripresa_failure (incident_id, sampled, failed_at, task, number) where sampled;
drop index ripresa_failure_samples;

alter table ripresa_gate set (fillfactor = 50);
alter table ripresa_incident set (fillfactor = 50);
alter table ripresa_run set (fillfactor = 70);
alter table ripresa_attempt set (fillfactor = 70);
alter table ripresa_task_count set (fillfactor = 50);
alter table ripresa_cursor set (fillfactor = 50);
alter table ripresa_outcome set (fillfactor = 70);

-- Rows that are written again and again, or come and go: cleaned after a few thousand changes, however many there are.
alter table ripresa_timer set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0);
alter table ripresa_gate set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table ripresa_incident set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table ripresa_task_count set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table ripresa_cursor set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- A share of a table of many millions is too much to wait for.
alter table ripresa_task set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table ripresa_attempt set (autovacuum_vacuum_scale_factor = 0.02);
alter table ripresa_run set (autovacuum_vacuum_scale_factor = 0.02);
