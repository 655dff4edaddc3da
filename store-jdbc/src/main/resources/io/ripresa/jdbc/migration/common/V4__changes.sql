-- Changes outside that somebody reported, and what an incident's members are and need, so that a change finds whom it
-- concerns. Packed, see IncidentTable.
create table ripresa_change (
    id          ${text}                     not null primary key,
    kind        ${text}                     not null,
    workspace   ${text},
    types       ${text}                     not null, -- packed
    dependency  ${text},
    description ${text}                     not null,
    actor       ${text}                     not null,
    at_time     timestamp(6) with time zone not null,
    reported_at timestamp(6) with time zone not null
);
create index ripresa_change_latest on ripresa_change (at_time desc, id);

alter table ripresa_incident add column reach ${text};
