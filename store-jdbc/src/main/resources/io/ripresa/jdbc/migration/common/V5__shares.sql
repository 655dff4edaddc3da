-- Which of its workspace's members of an incident a task is: the first ones of all workspaces go before the second ones.
alter table ripresa_task add column share integer default 0 not null;
