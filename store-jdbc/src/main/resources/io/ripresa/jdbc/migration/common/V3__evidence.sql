-- What was observed of a dependency without a task, how starts that looked well ended, and how long runs take while
-- nothing hurries. Packed, see Observations and GateTable.
alter table ripresa_gate add column evidence ${text};
alter table ripresa_gate add column run_times ${text};
