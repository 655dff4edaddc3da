-- Candidates in the order in which they go.
create index ripresa_task_queue on ripresa_task (lane, turn, priority desc, share, trouble_since, task);
drop index ripresa_task_candidates;
