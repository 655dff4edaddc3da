-- Counts of tasks that are kept and not counted anew, and what makes cleaning cost what it cleans.

-- How many tasks of a workspace stand where: the sum over the shards, which only spare writers waiting for each other.
create table ripresa_task_count (
    workspace   ${text} not null,
    disposition ${text} not null,
    shard       integer not null,
    tasks       bigint  not null,
    primary key (workspace, disposition, shard)
);
insert into ripresa_task_count (workspace, disposition, shard, tasks)
select workspace, disposition, 0, count(*) from ripresa_task group by workspace, disposition;

-- A later incident of the same cause was opened.
alter table ripresa_incident add column superseded boolean default false not null;
update ripresa_incident set superseded = true
where exists (select 1 from ripresa_incident later
              where later.cause_id = ripresa_incident.cause_id and later.created > ripresa_incident.created);

-- Cleaning found that no task is a member any more, and the incident was not written since.
alter table ripresa_incident add column emptied boolean default false not null;
