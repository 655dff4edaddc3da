-- How the calls of a dependency usually go and went lately, packed, see CallHistories; and whether there is a warning.
alter table ripresa_gate add column calls ${text};
alter table ripresa_gate add column warned boolean default false not null;
