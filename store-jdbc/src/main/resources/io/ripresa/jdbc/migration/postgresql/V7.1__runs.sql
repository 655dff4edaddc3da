-- Runs in progress, which are few of all: counted again and again. It names no column that a sign of life changes.
create index ripresa_run_in_progress on ripresa_run (task, number) where ended_at is null;
