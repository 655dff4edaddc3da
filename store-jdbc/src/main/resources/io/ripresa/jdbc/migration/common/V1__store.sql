-- What Ripresa remembers. One script for H2 and PostgreSQL; ${text} is the text type that compares by character codes.
--
-- Keys of two parts (task system and id, dependency and scope) are one column with a tab between the parts: that sorts
-- as the parts do. Lengths of time are nanoseconds. "Packed" columns hold lists as text: values ended by |, in which
-- \p stands for a bar, \\ for a backslash, and a value \0 is null.

create table ripresa_task (
    task             ${text}                     not null primary key,
    workspace        ${text}                     not null,
    type             ${text}                     not null,
    priority         integer                     not null,
    side_effects     ${text}                     not null,
    single_call      boolean                     not null,
    key_valid_for    bigint                      not null,
    submitted_at     timestamp(6) with time zone not null,
    run_timeout      bigint                      not null,
    expires_at       timestamp(6) with time zone,
    dependencies     ${text}                     not null, -- packed
    disposition      ${text}                     not null,
    note             ${text}                     not null,
    since            timestamp(6) with time zone not null,
    latest_run       integer                     not null,
    first_started_at timestamp(6) with time zone,
    attempts         integer                     not null,
    granted          integer                     not null,
    incident_id      ${text},
    trouble_since    timestamp(6) with time zone,
    failed_at        timestamp(6) with time zone,
    not_before       timestamp(6) with time zone,
    diagnosis        ${text},                              -- packed
    live_attempt     ${text},
    version          bigint                      not null,
    -- Where a candidate queues and when it is its turn; null for what is no candidate.
    lane             ${text},
    turn             integer                     not null
);
create index ripresa_task_candidates on ripresa_task (lane, turn, priority desc, trouble_since, task);
create index ripresa_task_back_off on ripresa_task (lane, not_before);
create index ripresa_task_members on ripresa_task (incident_id, task);
create index ripresa_task_workspace on ripresa_task (workspace, disposition, task);
create index ripresa_task_disposition on ripresa_task (disposition, task);

create table ripresa_run (
    task           ${text}                     not null,
    number         integer                     not null,
    state          ${text}                     not null,
    worker         ${text}                     not null,
    attempt_id     ${text},
    stage_sequence integer                     not null,
    stage          ${text}                     not null,
    outward        boolean                     not null,
    last_seen_at   timestamp(6) with time zone not null,
    started_at     timestamp(6) with time zone not null,
    ended_at       timestamp(6) with time zone,
    version        bigint                      not null,
    primary key (task, number)
);

create table ripresa_attempt (
    id          ${text}                     not null primary key,
    task        ${text}                     not null,
    ordinal     integer                     not null,
    causing_run integer                     not null,
    fence       bigint                      not null,
    incident_id ${text}                     not null,
    gates       ${text}                     not null, -- packed
    trial       boolean                     not null,
    reserved_at timestamp(6) with time zone not null,
    issued_at   timestamp(6) with time zone,
    state       ${text}                     not null,
    outcome     ${text},
    verified_at timestamp(6) with time zone,
    detail      ${text},
    version     bigint                      not null
);
create index ripresa_attempt_task on ripresa_attempt (task, causing_run, ordinal, id);
create index ripresa_attempt_latest on ripresa_attempt (reserved_at desc, id);

create table ripresa_gate (
    gate               ${text}                     not null primary key,
    breaker            ${text}                     not null,
    epoch              bigint                      not null,
    epoch_since        timestamp(6) with time zone not null,
    failures_in_a_row  integer                     not null,
    successes_in_a_row integer                     not null,
    canaries_spent     integer                     not null,
    canaries_failed    integer                     not null,
    canary_next_at     timestamp(6) with time zone,
    in_flight          integer                     not null,
    holding            boolean                     not null,
    lingering          ${text}                     not null, -- packed
    ramp               ${text},                              -- packed
    capacity           double precision            not null,
    median_run_time    bigint                      not null,
    outages            ${text}                     not null, -- packed
    episode            bigint                      not null,
    incident_id        ${text},
    incident_opened_at timestamp(6) with time zone,
    not_before         timestamp(6) with time zone,
    next_action_at     timestamp(6) with time zone,
    version            bigint                      not null,
    -- When it may next be handed out: when it is due, or its claim runs out.
    visible_at         timestamp(6) with time zone,
    claimed_by         ${text},
    restless           boolean                     not null
);
create index ripresa_gate_due on ripresa_gate (visible_at, gate);
create index ripresa_gate_restless on ripresa_gate (restless, gate);

create table ripresa_incident (
    id             ${text}                     not null primary key,
    created        bigint generated by default as identity,
    cause          ${text}                     not null, -- packed
    cause_id       ${text}                     not null,
    state          ${text}                     not null,
    resolved       boolean                     not null,
    category       ${text}                     not null,
    recoverability ${text}                     not null,
    title          ${text}                     not null,
    reason         ${text}                     not null,
    workspace      ${text},
    previous       ${text},
    waiting        integer                     not null,
    held           integer                     not null,
    in_attempt     integer                     not null,
    recovered      integer                     not null,
    not_needed     integer                     not null,
    needs_person   integer                     not null,
    error_groups   ${text}                     not null, -- packed
    opened_at      timestamp(6) with time zone not null,
    changed_at     timestamp(6) with time zone not null,
    resolved_at    timestamp(6) with time zone,
    version        bigint                      not null
);
create unique index ripresa_incident_created on ripresa_incident (created);
create index ripresa_incident_cause on ripresa_incident (cause_id, created);
create index ripresa_incident_newest on ripresa_incident (resolved, opened_at desc, id);

create table ripresa_failure (
    task        ${text}                     not null,
    number      integer                     not null,
    kind        ${text}                     not null,
    failed_at   timestamp(6) with time zone not null,
    diagnosis   ${text}                     not null, -- packed
    incident_id ${text}                     not null,
    sample      ${text},
    sampled     boolean                     not null,
    primary key (task, number)
);
create index ripresa_failure_samples on ripresa_failure (incident_id, sampled, failed_at, task, number);

create table ripresa_timer (
    kind       ${text}                     not null,
    subject    ${text}                     not null,
    due_at     timestamp(6) with time zone not null,
    visible_at timestamp(6) with time zone not null,
    claimed_by ${text},
    primary key (kind, subject)
);
create index ripresa_timer_due on ripresa_timer (visible_at, kind, subject);

create table ripresa_journal (
    sequence    bigint generated by default as identity primary key,
    at_time     timestamp(6) with time zone not null,
    kind        ${text}                     not null,
    task        ${text},
    incident_id ${text},
    gate        ${text},
    attempt_id  ${text},
    message     ${text}                     not null,
    data        ${text}                     not null -- packed
);
create index ripresa_journal_task on ripresa_journal (task, sequence);
create index ripresa_journal_incident on ripresa_journal (incident_id, sequence);

create table ripresa_outcome (
    cause_id    ${text} not null,
    fingerprint ${text} not null,
    outcome     ${text} not null,
    attempts    bigint  not null,
    primary key (cause_id, fingerprint, outcome)
);

create table ripresa_cursor (
    system   ${text} not null primary key,
    position ${text} not null
);

create table ripresa_control (
    id         integer                     not null primary key check (id = 1),
    stopped    boolean                     not null,
    keep_holds boolean                     not null,
    actor      ${text}                     not null,
    reason     ${text}                     not null,
    since      timestamp(6) with time zone not null,
    version    bigint                      not null
);
insert into ripresa_control (id, stopped, keep_holds, actor, reason, since, version)
values (1, false, false, '', '', timestamp with time zone '1970-01-01 00:00:00+00:00', 0);
