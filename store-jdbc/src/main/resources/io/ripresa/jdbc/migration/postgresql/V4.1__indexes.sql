-- What a reported change may have mended.
create index ripresa_incident_awaiting on ripresa_incident (recoverability, id) where not resolved;
