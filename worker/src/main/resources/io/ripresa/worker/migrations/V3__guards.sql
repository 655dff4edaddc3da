-- Tasks that a handler made: which task's, and how many tasks lie between it and one that came from outside. 0: from outside.
alter table ripresa_worker_task add column parent varchar(200);
alter table ripresa_worker_task add column depth int default 0 not null;
create index ripresa_worker_task_made on ripresa_worker_task (workspace, type, submitted_at)${made_only};

-- What a task is about, where duplicates are looked for: a digest of workspace, type and payload; else empty.
alter table ripresa_worker_task add column content varchar(64)${text};
create index ripresa_worker_task_content on ripresa_worker_task (content)${content_only};

-- Whose turn it is among workspaces. Empty where a process of the version before made the trigger.
alter table ripresa_worker_trigger add column workspace varchar(100)${text} default '' not null;
create index ripresa_worker_trigger_turn on ripresa_worker_trigger (task_name, workspace, priority desc, execution_time)${due_only};

-- How many runs at once each process may have; empty: not known.
alter table ripresa_worker_process add column threads int;

-- How long the stages of a type took in runs that succeeded: how many took about so long.
create table ripresa_worker_stage_time (
  type    varchar(100)${text} not null,
  stage   varchar(200)${text} not null,
  took_ms bigint              not null,
  runs    bigint              not null,
  primary key (type, stage, took_ms)
);
