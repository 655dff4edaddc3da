-- What cleaning looks for.
create index ripresa_task_old on ripresa_task (incident_id, since);
create index ripresa_incident_old on ripresa_incident (resolved, emptied, resolved_at);
create index ripresa_incident_superseded on ripresa_incident (superseded, resolved, resolved_at);
create index ripresa_journal_own on ripresa_journal (task, incident_id, at_time);

-- Tasks of one disposition, of an incident or a workspace, in the order of their keys.
create index ripresa_task_standing on ripresa_task (incident_id, disposition, task);
drop index ripresa_task_members;

-- Which first starts to hold.
create index ripresa_gate_holding on ripresa_gate (holding, gate);
