-- Where workspaces stand as a whole, as it was found last; and which of them a person paused, beside the kill switch.
create table ripresa_workspace (
    workspace ${text}                     not null primary key,
    state     ${text}                     not null,
    reasons   ${text}                     not null, -- packed
    actor     ${text}                     not null,
    since     timestamp(6) with time zone not null,
    score     integer                     not null,
    findings  ${text}                     not null, -- packed
    version   bigint                      not null
);

alter table ripresa_control add column paused ${text} default '' not null; -- packed
