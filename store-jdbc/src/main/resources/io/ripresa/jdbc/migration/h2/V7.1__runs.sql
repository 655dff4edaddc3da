-- Runs in progress: H2 has no index over some rows only.
create index ripresa_run_in_progress on ripresa_run (ended_at);
