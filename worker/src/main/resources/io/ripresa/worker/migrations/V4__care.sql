-- Duplicates that are taken all the same: which earlier task each repeats.
alter table ripresa_worker_task add column duplicate_of varchar(200)${text};
create index ripresa_worker_task_duplicate on ripresa_worker_task (duplicate_of)${duplicate_only};

-- Workspaces that may have more runs at once for a while.
create table ripresa_worker_raised (
  workspace varchar(100)             not null primary key,
  at_most   int                      not null,
  until     timestamp with time zone not null
);
