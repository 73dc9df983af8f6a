-- When the business happened that a snapshot tells of, and when its chain wrote it, both as the snapshot and its block say.

alter table object_version add column business_millis bigint;
alter table object_version add column written_millis bigint;
