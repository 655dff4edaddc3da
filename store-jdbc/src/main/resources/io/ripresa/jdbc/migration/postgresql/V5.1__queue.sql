-- Candidates in the order in which they go. A node of the version before sorts by priority and age alone: until it is
-- replaced it reads more than it did.
create index ripresa_task_queue on ripresa_task (lane, turn, priority desc, share, trouble_since, task)
    where lane is not null;
drop index ripresa_task_lane;
