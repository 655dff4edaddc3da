-- Where a process is and when it began, as its operating system says, so that another one can prove that it has ended.
-- Empty where that is not known: then its lease has to be waited for. pid_started_ms is no longer looked at.
alter table ripresa_worker_process add column place varchar(300);
alter table ripresa_worker_process add column born bigint;

-- Worker ids that were given by somebody: which process has each. Goes with the lease.
create table ripresa_worker_id (
  worker      varchar(100)${text} not null primary key,
  incarnation varchar(50)${text}  not null references ripresa_worker_process (incarnation) on delete cascade
);
create index ripresa_worker_id_of on ripresa_worker_id (incarnation);

-- When an order ends that has not begun; empty: never.
alter table ripresa_worker_order add column valid_until timestamp with time zone;
